import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { OciArchitecture } from "./oci-layout.ts";
import { artefactName, dependsOn, type Recipe, type RecipeFile, recipeOptions } from "./recipe.ts";
import { isRecipe, type RecipeName, recipeOf } from "./recipes.ts";
import { RELEASES, type Release, type ReleaseName, releaseOptions, releaseUrl } from "./releases.ts";

/** Where artefacts are kept, and what they are made with. Absolute paths. */
export interface ArtefactFolders {
  /** One folder a result; it outlives every lab. */
  readonly cache: string;
  /** The folder `packages/lab/artefacts`. */
  readonly recipes: string;
  /** The Go that they are built with; `undefined` where there is none that would do. */
  readonly go: string | undefined;
  /** Whether upstream's archives are fetched where there are such. Default: they are not. */
  readonly releases?: ReleaseSource;
}

/** Where upstream's archives are fetched from. */
export interface ReleaseSource {
  /** Has them under the names of upstream's hosts. Default: those hosts. */
  readonly mirror: string | undefined;
  readonly architecture: OciArchitecture;
  /** Whether they are taken even where the same was built here. */
  readonly preferred: boolean;
}

/** What is run to make an artefact, and what people are told of it. */
export interface Job {
  /** Where the result will be. */
  readonly path: string;
  readonly description: string;
  readonly usually: string;
  /** The script, relative to the folder of the recipes. */
  readonly script: string;
  /** What the script is told behind its work folder and its output: `go` where it compiles. */
  readonly words: (go: string) => readonly string[];
  readonly compiles: boolean;
  readonly diskMiB: number;
  readonly memoryMiB: number;
  /** What is fetched. */
  readonly url?: string;
}

/** In the cache: what Go downloads and compiles. It outlives a build, for one that was interrupted and for the next. */
export const GO_FOLDER = "go";

/** The ways to an artefact, the one that is gone where it is not there first. */
export function jobsOf(folders: ArtefactFolders, name: ReleaseName): readonly Job[] {
  const { releases } = folders;
  const release = RELEASES[name];
  const built = isRecipe(name) ? [buildJob(folders, name)] : [];
  if (release === undefined || releases === undefined) return built;
  return [releaseJob(folders, name, release, releases), ...(releases.preferred ? [] : built)];
}

function buildJob({ cache, recipes }: ArtefactFolders, name: RecipeName): Job {
  const recipe = recipeOf(name);
  return {
    path: join(cache, artefactName(name, recipeFiles(recipes, recipe), recipeOptions(recipe))),
    description: recipe.description,
    usually: recipe.usually,
    script: recipe.script,
    words: (go) => [join(recipes, recipe.module), go, join(cache, GO_FOLDER), ...recipeOptions(recipe)],
    compiles: true,
    diskMiB: recipe.diskMiB,
    memoryMiB: recipe.memoryMiB ?? 0,
  };
}

const FETCH = "fetch-release";

function releaseJob(
  { cache, recipes }: ArtefactFolders,
  name: ReleaseName,
  release: Release,
  { architecture, mirror }: ReleaseSource,
): Job {
  const url = releaseUrl(release, architecture, mirror);
  const options = releaseOptions(release, architecture);
  const files = ["make-artefact", FETCH].map((path) => readRecipeFile(recipes, join(recipes, path)));
  return {
    path: join(cache, artefactName(name, files, options)),
    description: `fetch ${basename(release.path(architecture))}`,
    usually: "as long as the network takes, once",
    script: FETCH,
    words: () => [url, ...options],
    compiles: false,
    diskMiB: release.diskMiB,
    memoryMiB: 0,
    url,
  };
}

/** The files that the result of a recipe depends on. */
function recipeFiles(folder: string, recipe: Recipe): readonly RecipeFile[] {
  return dependsOn(recipe)
    .flatMap((path) => filesBelow(join(folder, path)))
    .map((path) => readRecipeFile(folder, path));
}

function readRecipeFile(folder: string, path: string): RecipeFile {
  return { path: relative(folder, path), text: readFileSync(path, "utf8") };
}

function filesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
