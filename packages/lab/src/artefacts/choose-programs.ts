import { failed, type Result, succeeded } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import type { LabWorld } from "../world.ts";
import { programLinkage } from "./install-program.ts";
import { oldestOf } from "./needs.ts";
import { commonVersion, OFF_PATH } from "./program-version.ts";
import {
  findSet,
  type KubernetesMinor,
  PROGRAM_SET_NAMES,
  PROGRAM_SETS,
  type ProgramFile,
  type ProgramSet,
  type ProgramSetName,
  partlyMissing,
} from "./programs.ts";
import { ARTEFACTS_WHERE } from "./store.ts";
import { compareVersions } from "./version.ts";

/** Programs by the sets that they are of. */
export type ProgramChoice = ReadonlyMap<ProgramSetName, readonly ProgramFile[]>;

/**
 * What hosts get from a PATH: Kubernetes where all of it is there, of the minor version that is asked for if one is,
 * and then each of the others that is there whole and can run on a host; nothing where Kubernetes is not. What is too
 * old, or of two versions, is refused by its name.
 */
export async function choosePrograms(
  world: LabWorld,
  path: string,
  minor?: KubernetesMinor,
): Promise<Result<ProgramChoice>> {
  const chosen = new Map<ProgramSetName, readonly ProgramFile[]>();
  for (const name of PROGRAM_SET_NAMES) {
    const files = findSet(path, name);
    if (files === undefined) {
      if (name !== "kubernetes") continue;
      sayHalf(world, path);
      return succeeded(chosen);
    }
    if (name !== "kubernetes" && !canRunOnHost(name, files)) {
      world.say(ARTEFACTS_WHERE, `${name}: not that on PATH, which can't run on a host`);
      continue;
    }
    const oldest = oldestOf(name);
    if (oldest !== undefined) {
      const version = await commonVersion(world, files);
      if (!version.ok) return version;
      if (name === "kubernetes" && minor !== undefined && !version.value.startsWith(`${minor}.`)) {
        world.say(ARTEFACTS_WHERE, `${name}: not the ${version.value} on PATH, since ${minor} is asked for`);
        return succeeded(chosen);
      }
      if (compareVersions(version.value, oldest) < 0) return tooOld(name, files, version.value, oldest);
    }
    chosen.set(name, files);
  }
  return succeeded(chosen);
}

/** Who has put a part of Kubernetes on PATH is told why it is not taken. */
function sayHalf(world: LabWorld, path: string): void {
  const missing = partlyMissing(path, "kubernetes");
  if (missing.length === 0) return;
  world.say(ARTEFACTS_WHERE, `kubernetes: not that on PATH, which lacks ${missing.join(", ")}`);
}

function canRunOnHost(set: ProgramSetName, files: readonly ProgramFile[]): boolean {
  const { startThemselves }: ProgramSet = PROGRAM_SETS[set];
  return files.every(({ name, path }) => {
    const { kind } = programLinkage(path);
    return kind === "static" || (kind === "dynamic" && !startThemselves.includes(name));
  });
}

function tooOld(
  set: ProgramSetName,
  [main]: readonly ProgramFile[],
  version: string,
  oldest: string,
): Result<never> {
  return failed(
    problem(
      "lab-program-too-old",
      main?.path ?? "",
      `it is ${set} ${version}, and hosts can be configured for ${oldest} and newer`,
      OFF_PATH,
    ),
  );
}
