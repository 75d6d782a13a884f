import type { LabWorld } from "../world.ts";
import type { ProgramChoice } from "./choose-programs.ts";
import { presentGo, wantedGo } from "./go-version.ts";
import { LAB_RECIPES } from "./image.ts";
import type { ArtefactFolders } from "./job.ts";
import { ociArchitecture } from "./oci-layout.ts";
import type { ArtefactRequest } from "./prepare-artefacts.ts";
import { findProgram, type KubernetesMinor, PROGRAM_SET_NAMES, recipeOfSet } from "./programs.ts";
import type { RecipeName } from "./recipes.ts";
import { compareVersions } from "./version.ts";

/** The recipes of all that is not `chosen` of a PATH. */
export function wantedRecipes(
  chosen: ProgramChoice,
  minor: KubernetesMinor | undefined,
): readonly RecipeName[] {
  const sets = PROGRAM_SET_NAMES.filter((set) => !chosen.has(set));
  return [...sets.flatMap((set) => recipeOfSet(set, minor) ?? []), ...LAB_RECIPES];
}

/**
 * What artefacts are made with here: the Go of this machine, unless it is too old for these recipes; upstream's
 * archives where there is none that would do, or where somebody names a mirror of them.
 */
export async function makingFolders(
  world: LabWorld,
  { cache, recipes, path, releases: mirror, ...request }: Omit<ArtefactRequest, "images" | "inUse">,
  wanted: readonly RecipeName[],
): Promise<ArtefactFolders> {
  const found = findProgram(path, "go");
  const version = found === undefined ? undefined : await presentGo(world, found);
  const oldest = wantedGo(recipes, wanted);
  const enough = version !== undefined && oldest !== undefined && compareVersions(version, oldest) >= 0;
  const folders = { cache, recipes, go: enough ? found : undefined };
  const architecture = ociArchitecture(request.architecture);
  const preferred = mirror !== undefined;
  if (architecture === undefined || (enough && !preferred)) return folders;
  return { ...folders, releases: { mirror, architecture, preferred } };
}
