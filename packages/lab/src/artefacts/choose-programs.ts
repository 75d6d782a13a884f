import { basename, dirname } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import type { LabWorld } from "../world.ts";
import { programLinkage, strangeProgram } from "./install-program.ts";
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
 * old, or of two versions, is refused by its name. k3s has its own Kubernetes, and is taken by itself: the program at
 * the path `k3s`, else that on PATH.
 */
export async function choosePrograms(
  world: LabWorld,
  path: string,
  minor?: KubernetesMinor,
  k3s?: string,
): Promise<Result<ProgramChoice>> {
  const own = chooseK3s(world, path, k3s);
  if (!own.ok) return own;
  const chosen = new Map<ProgramSetName, readonly ProgramFile[]>();
  if (own.value !== undefined) chosen.set("k3s", own.value);
  for (const name of PROGRAM_SET_NAMES.filter((name) => name !== "k3s")) {
    const files = findSet(path, name);
    if (files === undefined) {
      sayHalf(world, path, name);
      if (name !== "kubernetes") continue;
      return succeeded(chosen);
    }
    // Before minutes of building what goes with it.
    const strange =
      name === "kubernetes" ? files.find(({ path }) => programLinkage(path).kind === "other") : undefined;
    if (strange !== undefined) return failed(strangeProgram(strange.path));
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

/** The real k3s; `undefined` where there is none. One that is named has to do. */
function chooseK3s(
  world: LabWorld,
  path: string,
  named: string | undefined,
): Result<readonly ProgramFile[] | undefined> {
  if (named === undefined) {
    const files = findSet(path, "k3s");
    if (files === undefined || canRunOnHost("k3s", files)) return succeeded(files);
    world.say(ARTEFACTS_WHERE, "k3s: not that on PATH, which can't run on a host");
    return succeeded(undefined);
  }
  const files = findSet(dirname(named), "k3s");
  if (basename(named) === "k3s" && files !== undefined && canRunOnHost("k3s", files)) return succeeded(files);
  return failed(
    problem(
      "lab-program-unknown",
      named,
      "QUORATE_K3S is to name k3s: a static program of that name, as upstream publishes it",
      "Name such a program by its absolute path, or unset QUORATE_K3S: then PATH is looked at, and without one the lab has a stand-in.",
    ),
  );
}

/** Who has put a part of a set on PATH is told why it is not taken. */
function sayHalf(world: LabWorld, path: string, name: ProgramSetName): void {
  // The name of one of CNI's plugins is another program's as well.
  const missing = PROGRAM_SETS[name].folder === "cni" ? [] : partlyMissing(path, name);
  if (missing.length === 0) return;
  world.say(ARTEFACTS_WHERE, `${name}: not that on PATH, which lacks ${missing.join(", ")}`);
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
