import { existsSync, readdirSync } from "node:fs";
import { type MakingNeeds, NOTHING_TO_MAKE } from "../admission/resources.ts";
import { wantedGo } from "./go-version.ts";
import { type ArtefactFolders, jobsOf } from "./job.ts";
import type { RecipeName } from "./recipes.ts";

/** MiB of programs and images, put together. */
const ASSEMBLED_DISK = 1_024;

/** What it will take of this machine to make those artefacts of these that are not there yet. Changes nothing. */
export function makingNeeds(folders: ArtefactFolders, wanted: readonly RecipeName[]): MakingNeeds {
  const absent = wanted.filter((name) => jobsOf(folders, name).every(({ path }) => !existsSync(path)));
  if (absent.length === 0 && hasAssembled(folders.cache)) return NOTHING_TO_MAKE;
  const jobs = absent.flatMap((name) => jobsOf(folders, name).slice(0, 1));
  const compiler =
    folders.go === undefined && jobs.some(({ compiles }) => compiles)
      ? jobsOf(folders, "go").filter(({ path }) => !existsSync(path))
      : [];
  const all = [...jobs, ...compiler];
  const url = all.find((job) => job.url !== undefined)?.url;
  return {
    diskMiB: all.reduce((sum, { diskMiB }) => sum + diskMiB, ASSEMBLED_DISK),
    memoryMiB: Math.max(0, ...all.map(({ memoryMiB }) => memoryMiB)),
    go: wantedGo(folders.recipes, absent),
    absent,
    ...(url === undefined ? {} : { url }),
  };
}

/** Which of them it will be is known when everything else is there. */
function hasAssembled(cache: string): boolean {
  return existsSync(cache) && readdirSync(cache).some((name) => /^lab-[0-9a-f]{16}$/.test(name));
}
