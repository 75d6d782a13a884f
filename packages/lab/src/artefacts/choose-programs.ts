import { failed, type Result, succeeded } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { programLinkage } from "./install-program.ts";
import {
  findSet,
  PROGRAM_SET_NAMES,
  PROGRAM_SETS,
  type ProgramFile,
  type ProgramSet,
  type ProgramSetName,
} from "./programs.ts";
import { ARTEFACTS_WHERE } from "./store.ts";
import { compareVersions } from "./version.ts";

/** Programs by the sets that they are of. */
export type ProgramChoice = ReadonlyMap<ProgramSetName, readonly ProgramFile[]>;

/**
 * What hosts get from a PATH: Kubernetes where all of it is there, and then each of the others that is there whole
 * and can run on a host; nothing where Kubernetes is not. What is too old is refused by its name.
 */
export async function choosePrograms(world: LabWorld, path: string): Promise<Result<ProgramChoice>> {
  const chosen = new Map<ProgramSetName, readonly ProgramFile[]>();
  if (findSet(path, "kubernetes") === undefined) return succeeded(chosen);
  for (const name of PROGRAM_SET_NAMES) {
    const files = findSet(path, name);
    if (files === undefined) continue;
    if (name !== "kubernetes" && !canRunOnHost(name, files)) {
      world.say(ARTEFACTS_WHERE, `${name}: not that on PATH, which can't run on a host`);
      continue;
    }
    const { oldest }: ProgramSet = PROGRAM_SETS[name];
    if (oldest !== undefined) {
      const version = await programVersion(world, files);
      if (!version.ok) return version;
      if (compareVersions(version.value, oldest) < 0) return tooOld(name, files, version.value, oldest);
    }
    chosen.set(name, files);
  }
  return succeeded(chosen);
}

/** The version that a set's first program names first when it is asked, as in `1.36.3`. */
export async function programVersion(
  world: LabWorld,
  [main]: readonly ProgramFile[],
): Promise<Result<string>> {
  const path = main?.path ?? "";
  const { stdout } = await runCommand(world, [path, "--version"], {
    description: "ask for its version",
  });
  const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0];
  if (version !== undefined) return succeeded(version);
  return failed(problem("lab-program-unknown", path, "it does not say of which version it is", OFF_PATH));
}

function canRunOnHost(set: ProgramSetName, files: readonly ProgramFile[]): boolean {
  const { startThemselves }: ProgramSet = PROGRAM_SETS[set];
  return files.every(({ name, path }) => {
    const { kind } = programLinkage(path);
    return kind === "static" || (kind === "dynamic" && !startThemselves.includes(name));
  });
}

const OFF_PATH = "Take the folder that it is in off PATH; then the lab builds its own.";

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
