import { existsSync, readdirSync } from "node:fs";
import { type MakingNeeds, NOTHING_TO_MAKE } from "../admission/resources.ts";
import type { ProgramChoice } from "./choose-programs.ts";
import { wantedGo } from "./go-version.ts";
import { LAB_RECIPES } from "./image.ts";
import type { ArtefactRequest } from "./prepare-artefacts.ts";
import { PROGRAM_SET_NAMES, recipeOfSet } from "./programs.ts";
import { recipeOf } from "./recipes.ts";
import { artefactPath } from "./store.ts";

/** MiB of programs and images, put together. */
const ASSEMBLED_DISK = 1_024;

/**
 * What it will take of this machine to make those artefacts that are not there yet, beside what is `chosen` of PATH.
 * Changes nothing.
 */
export function makingNeeds(
  { cache, recipes, kubernetes }: Pick<ArtefactRequest, "cache" | "recipes" | "kubernetes">,
  chosen: ProgramChoice,
): MakingNeeds {
  const built = PROGRAM_SET_NAMES.filter((set) => !chosen.has(set));
  const wanted = [...built.flatMap((set) => recipeOfSet(set, kubernetes) ?? []), ...LAB_RECIPES];
  const absent = wanted.filter((name) => !existsSync(artefactPath({ cache, recipes }, name)));
  if (absent.length === 0 && hasAssembled(cache)) return NOTHING_TO_MAKE;
  return {
    diskMiB: absent.reduce((sum, name) => sum + recipeOf(name).diskMiB, ASSEMBLED_DISK),
    memoryMiB: Math.max(0, ...absent.map((name) => recipeOf(name).memoryMiB ?? 0)),
    go: wantedGo(recipes, absent),
  };
}

/** Which of them it will be is known when everything else is there. */
function hasAssembled(cache: string): boolean {
  return existsSync(cache) && readdirSync(cache).some((name) => /^lab-[0-9a-f]{16}$/.test(name));
}
