import { existsSync, readdirSync } from "node:fs";
import { type MakingNeeds, NOTHING_TO_MAKE } from "../admission/resources.ts";
import type { ArtefactRequest } from "./prepare-artefacts.ts";
import { findKubernetes, findProgram } from "./programs.ts";
import { artefactPath } from "./store.ts";

/** MiB on disk, measured, while each is made, with its work folder. */
const DISK = {
  /** Package lists and packages, and what is unpacked of them. */
  toolchain: 768,
  /** The source, what the compiler keeps, the programs. */
  kubernetes: 2_048,
  standIns: 128,
  /** Programs and images, put together; Kubernetes' work folder is gone by then. */
  assembled: 512,
} as const;

/** MiB that the compiler takes on two processors, measured, with room for more of them. */
const COMPILER_MEMORY = 1_024;

/** What it will take of this machine to make those artefacts that are not there yet. Changes nothing. */
export function makingNeeds({
  cache,
  recipes,
  path,
}: Pick<ArtefactRequest, "cache" | "recipes" | "path">): MakingNeeds {
  const go = findProgram(path, "go");
  const folders = { cache, recipes, go };
  const absent = (name: Parameters<typeof artefactPath>[1]) => !existsSync(artefactPath(folders, name));
  const kubernetes = findKubernetes(path) === undefined && absent("kubernetes");
  const standIns = absent("stand-ins");
  const toolchain = (kubernetes || (standIns && go === undefined)) && absent("toolchain");
  const assembled = kubernetes || standIns || !hasAssembled(cache);
  if (!assembled) return NOTHING_TO_MAKE;
  return {
    diskMiB:
      (toolchain ? DISK.toolchain : 0) +
      (kubernetes ? DISK.kubernetes : DISK.assembled) +
      (standIns ? DISK.standIns : 0),
    memoryMiB: kubernetes ? COMPILER_MEMORY : 0,
  };
}

/** Which of them it will be is known when everything else is there. */
function hasAssembled(cache: string): boolean {
  return existsSync(cache) && readdirSync(cache).some((name) => /^lab-[0-9a-f]{16}$/.test(name));
}
