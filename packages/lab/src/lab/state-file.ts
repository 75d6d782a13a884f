import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { writeFileAtomic } from "@quorate/files";
import type { LabPurpose } from "../admission/resources.ts";
import type { KubernetesMinor } from "../artefacts/programs.ts";
import type { LabPlan } from "../model/lab-plan.ts";

/** The version of what is written; a state of another one is taken down and never read. */
const VERSION = 1;

/** What a lab was last told to be. It is written before any part of it is made. */
export interface LabState {
  readonly plan: LabPlan;
  /** The tree that its hosts lie on. */
  readonly baseTree: string;
  /** The folder with the programs and images that they are deployed to with from now on. */
  readonly artefacts: string;
  /** The name of these in what hosts see as `/opt/quorate-lab`; `null`: there are none. Earlier versions have no name. */
  readonly shown?: string | null;
  /** Whether that has Kubernetes' programs; labs of earlier versions don't say. */
  readonly hosts?: LabPurpose["hosts"];
  /** The minor version of Kubernetes that was asked for; `undefined` where none was. */
  readonly kubernetes?: KubernetesMinor;
  /** Absolute path of the machines.ts that it was made of; labs of earlier versions have none. */
  readonly source?: string;
  /** The tree of nixpkgs that hosts of NixOS are made of; `undefined` where that is the flake's own. */
  readonly nixpkgs?: string;
  /** Somebody has begun to take it down. */
  readonly ending?: true;
}

/** Writes the state: at any moment the file is the old one or the new one, whole. */
export function writeState(folder: string, state: LabState): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  writeFileAtomic(stateFile(folder), `${JSON.stringify({ version: VERSION, ...state }, null, 2)}\n`);
}

/** Reads the state; `undefined` where there is no lab, or one of another version of Quorate. */
export function readState(folder: string): LabState | undefined {
  if (!existsSync(stateFile(folder))) return undefined;
  try {
    const { version, ...state } = JSON.parse(readFileSync(stateFile(folder), "utf8")) as LabState & {
      readonly version: number;
    };
    return version === VERSION ? state : undefined;
  } catch {
    return undefined;
  }
}

function stateFile(folder: string): string {
  return `${folder}/state.json`;
}
