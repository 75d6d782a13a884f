import { readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join, relative } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import type { LabWorld } from "../world.ts";
import {
  artefactName,
  RECIPES,
  type Recipe,
  type RecipeFile,
  type RecipeName,
  recipeFailed,
} from "./recipe.ts";

/** Where artefacts are kept, and the scripts that make them. Absolute paths. */
export interface ArtefactFolders {
  /** One folder a result; it outlives every lab. */
  readonly cache: string;
  /** The folder `packages/lab/artefacts`. */
  readonly recipes: string;
  /** A Go that is there already, 1.19 or younger; `undefined` to fetch one. */
  readonly go?: string | undefined;
}

/** What people are told progress of an artefact under. */
export const ARTEFACTS_WHERE = "artefacts";

/** Seconds between two words about something that takes long. */
const HEARTBEAT = 15;

/** Go in the result of `toolchain`. */
const GO = "tools/usr/lib/go-1.19/bin/go";

/** The folder with the result of a recipe, which is made where it is not there yet, with what it needs. */
export async function ensureArtefact(
  world: LabWorld,
  folders: ArtefactFolders,
  name: RecipeName,
): Promise<Result<string>> {
  const recipe = RECIPES[name];
  const path = artefactPath(folders, name);
  if (markUsed(path)) return succeeded(path);

  const needed = new Map<RecipeName, string>();
  const needs = name === "stand-ins" && folders.go !== undefined ? [] : recipe.needs;
  for (const need of needs) {
    const result = await ensureArtefact(world, folders, need);
    if (!result.ok) return result;
    needed.set(need, result.value);
  }
  const output = await withHeartbeat(world, recipe, () => world.run(makeCommand(folders, recipe, needed)));
  return output.code === 0 && markUsed(path) ? succeeded(path) : failed(recipeFailed(recipe, output));
}

/** Where the result of a recipe is, or would be. */
export function artefactPath({ cache, recipes }: ArtefactFolders, name: RecipeName): string {
  return join(cache, artefactName(RECIPES[name], recipeFiles(recipes, RECIPES[name])));
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
  return recipe.dependsOn
    .flatMap((path) => filesBelow(join(folder, path)))
    .map((path) => ({ path: relative(folder, path), text: readFileSync(path, "utf8") }));
}

function filesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function makeCommand(
  { cache, recipes, go }: ArtefactFolders,
  recipe: Recipe,
  needed: ReadonlyMap<RecipeName, string>,
): Command {
  const toolchain = needed.get("toolchain") ?? "";
  const given: { readonly [Name in RecipeName]: readonly string[] } = {
    toolchain: [],
    kubernetes: [toolchain],
    "stand-ins": [recipes, go ?? join(toolchain, GO)],
  };
  return {
    node: undefined,
    description: recipe.description,
    argv: [
      // It must not be in the way of what else the machine does.
      ...(["nice", "-n", "19"] as const),
      ...["bash", join(recipes, "make-artefact"), cache, artefactName(recipe, recipeFiles(recipes, recipe))],
      ...["bash", join(recipes, recipe.script), ...given[recipe.name]],
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
