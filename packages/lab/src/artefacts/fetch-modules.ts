import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Argv } from "@quorate/command";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { besideOthers } from "./beside-others.ts";
import { type ArtefactFolders, GO_FOLDER, jobsOf } from "./job.ts";
import { type RecipeName, recipeOf } from "./recipes.ts";

/**
 * Makes something of what these recipes make, and fetches their modules meanwhile, one recipe after another: whoever
 * compiles the next one then waits for no network. What can't be fetched is said by who compiles it, as without this.
 */
export async function besideFetching<Made>(
  world: LabWorld,
  folders: ArtefactFolders,
  names: readonly RecipeName[],
  make: () => Promise<Made>,
): Promise<Made> {
  let made = false;
  const fetching = fetchModules(world, folders, names, () => made);
  try {
    return await make();
  } finally {
    made = true;
    await fetching;
  }
}

async function fetchModules(
  world: LabWorld,
  { go, ...folders }: ArtefactFolders,
  names: readonly RecipeName[],
  enough: () => boolean,
): Promise<void> {
  if (go === undefined) return;
  // The first one fetches its own at once.
  const [, ...later] = names.filter((name) => isToBeBuilt({ ...folders, go }, name));
  for (const name of later) {
    if (enough()) return;
    const { code } = await runCommand(world, fetchWords({ ...folders, go }, name, go), {
      description: `fetch what it takes to ${recipeOf(name).description}`,
    });
    if (code !== 0) return;
  }
}

/** Whether what there is of it would be compiled. */
function isToBeBuilt(folders: ArtefactFolders, name: RecipeName): boolean {
  const jobs = jobsOf(folders, name);
  return jobs[0]?.compiles === true && jobs.every(({ path }) => !existsSync(path));
}

function fetchWords({ cache, recipes }: ArtefactFolders, name: RecipeName, go: string): Argv {
  const { module, tags = [] } = recipeOf(name);
  const words = [join(recipes, module), go, join(cache, GO_FOLDER), tags.join(",")];
  return [...besideOthers(), "bash", join(recipes, "fetch-modules"), ...words];
}
