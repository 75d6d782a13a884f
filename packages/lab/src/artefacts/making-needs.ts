import { existsSync, readdirSync } from "node:fs";
import { type MakingNeeds, NOTHING_TO_MAKE } from "../admission/resources.ts";
import { wantedGo } from "./go-version.ts";
import type { ArtefactRequest } from "./prepare-artefacts.ts";
import { BUILT_SETS, findSet } from "./programs.ts";
import type { RecipeName } from "./recipe.ts";
import { artefactPath } from "./store.ts";

/** MiB on disk, measured, that each leaves: its modules, what the compiler keeps, the programs. */
const DISK: { readonly [Name in RecipeName]: number } = {
  kubernetes: 3_072,
  etcd: 640,
  containerd: 768,
  cni: 128,
  "stand-ins": 128,
};
/** MiB of programs and images, put together. */
const ASSEMBLED_DISK = 1_024;

/** MiB, measured: the linker alone takes 1,760 of them for kube-apiserver, while another processor compiles. */
const COMPILER_MEMORY = 2_560;

/** What it will take of this machine to make those artefacts that are not there yet. Changes nothing. */
export function makingNeeds({
  cache,
  recipes,
  path,
}: Pick<ArtefactRequest, "cache" | "recipes" | "path">): MakingNeeds {
  const fromPath = findSet(path, "kubernetes") !== undefined;
  const built = BUILT_SETS.filter((set) => !fromPath || findSet(path, set) === undefined);
  const absent = [...built, "stand-ins" as const].filter(
    (name) => !existsSync(artefactPath({ cache, recipes }, name)),
  );
  if (absent.length === 0 && hasAssembled(cache)) return NOTHING_TO_MAKE;
  return {
    diskMiB: absent.reduce((sum, name) => sum + DISK[name], ASSEMBLED_DISK),
    memoryMiB: absent.includes("kubernetes") ? COMPILER_MEMORY : 0,
    go: wantedGo(recipes, absent),
  };
}

/** Which of them it will be is known when everything else is there. */
function hasAssembled(cache: string): boolean {
  return existsSync(cache) && readdirSync(cache).some((name) => /^lab-[0-9a-f]{16}$/.test(name));
}
