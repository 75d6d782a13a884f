import { readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import { goMissing } from "../admission/requirements.ts";
import type { LabWorld } from "../world.ts";
import { wantedGo } from "./go-version.ts";
import {
  artefactName,
  dependsOn,
  type Recipe,
  type RecipeFile,
  recipeFailed,
  recipeOptions,
} from "./recipe.ts";
import { type RecipeName, recipeOf } from "./recipes.ts";

/** Where artefacts are kept, and the scripts that make them. Absolute paths. */
export interface ArtefactFolders {
  /** One folder a result; it outlives every lab. */
  readonly cache: string;
  /** The folder `packages/lab/artefacts`. */
  readonly recipes: string;
  /** The Go that they are built with; `undefined` where there is none, which only what is not there yet wants. */
  readonly go: string | undefined;
}

/** What people are told progress of an artefact under. */
export const ARTEFACTS_WHERE = "artefacts";

/** Seconds between two words about something that takes long. */
const HEARTBEAT = 15;

/** In the cache: what Go downloads and compiles. It outlives a build, for one that was interrupted and for the next. */
const GO_FOLDER = "go";

/** The folder with the result of a recipe, which is made where it is not there yet. */
export async function ensureArtefact(
  world: LabWorld,
  folders: ArtefactFolders,
  name: RecipeName,
): Promise<Result<string>> {
  const recipe = recipeOf(name);
  const path = artefactPath(folders, name);
  if (markUsed(path)) return succeeded(path);

  const { go } = folders;
  if (go === undefined) return failed(goMissing(wantedGo(folders.recipes, [name])));
  const output = await withHeartbeat(world, recipe, () =>
    world.run(makeCommand(folders, basename(path), recipe, go)),
  );
  return output.code === 0 && markUsed(path) ? succeeded(path) : failed(recipeFailed(name, recipe, output));
}

/** Where the result of a recipe is, or would be. */
export function artefactPath(
  { cache, recipes }: Pick<ArtefactFolders, "cache" | "recipes">,
  name: RecipeName,
): string {
  const recipe = recipeOf(name);
  return join(cache, artefactName(name, recipe, recipeFiles(recipes, recipe)));
}

/**
 * Says that a part of the cache is used now, which keeps it from being removed for a while. False where it is not
 * there, or no longer. Whoever uses a part says so first.
 */
export function markUsed(path: string): boolean {
  const now = new Date();
  try {
    utimesSync(path, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** The files that the result of a recipe depends on. */
function recipeFiles(folder: string, recipe: Recipe): readonly RecipeFile[] {
  return dependsOn(recipe)
    .flatMap((path) => filesBelow(join(folder, path)))
    .map((path) => ({ path: relative(folder, path), text: readFileSync(path, "utf8") }));
}

function filesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function makeCommand({ cache, recipes }: ArtefactFolders, name: string, recipe: Recipe, go: string): Command {
  return {
    node: undefined,
    description: recipe.description,
    argv: [
      // It must not be in the way of what else the machine does.
      ...(["nice", "-n", "19"] as const),
      ...["bash", join(recipes, "make-artefact"), cache, name],
      ...["bash", join(recipes, recipe.script)],
      ...[join(recipes, recipe.module), go, join(cache, GO_FOLDER)],
      ...recipeOptions(recipe),
    ],
  };
}

async function withHeartbeat<Result>(
  world: LabWorld,
  { description, usually }: Recipe,
  work: () => Promise<Result>,
): Promise<Result> {
  const start = performance.now();
  const elapsed = () => minutes(Math.round((performance.now() - start) / 1000));
  world.say(ARTEFACTS_WHERE, `${description}: ${usually}`);
  const timer = setInterval(
    () => world.say(ARTEFACTS_WHERE, `waiting to ${description}, ${elapsed()} so far`),
    HEARTBEAT * 1000,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function minutes(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
