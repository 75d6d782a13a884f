import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { isRecipe, recipeOf } from "./recipes.ts";
import { ARTEFACTS_WHERE } from "./store.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Days that something is kept which nobody uses. */
export function keptDays(name: string): number {
  const [, half, , recipe = ""] = MADE_BY_RECIPE.exec(name) ?? [];
  return (half === undefined && isRecipe(recipe) ? recipeOf(recipe).keptDays : undefined) ?? 1;
}

/** What {@link pruneArtefacts} goes by. */
export interface PruneRequest {
  /** The folder of all artefacts. */
  readonly cache: string;
  /** Paths that stay, whenever they were used last. */
  readonly kept: readonly string[];
}

/** What is made without a recipe of its own, and recipes that there were once: their results may still be there. */
const OTHER_RESULTS: readonly string[] = ["go", "kubernetes", "toolchain"];

/**
 * What the cache has by these names is the lab's own: results of recipes, what was left half-made of them, folders and
 * archives, or what Go has downloaded and compiled.
 */
const MADE_BY_RECIPE = /^(\.work-)?((.+)-[0-9a-f]{16})$/;
const MADE_HERE = /^(lab-[0-9a-f]{16}|image-[0-9a-f]{16}-[0-9a-f]{16}\.tar|go)(\.\d+\.(unfinished|pruned))?$/;

/**
 * Removes from the cache what no lab uses and nobody has used for {@link keptDays}: results of former recipes,
 * folders put together of them, images, and what runs that were killed have left half-made. What is being made at
 * this moment stays. Returns the names of what it removed.
 */
export async function pruneArtefacts(
  world: LabWorld,
  { cache, kept }: PruneRequest,
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of readdirSync(cache).sort()) {
    const path = join(cache, name);
    if (kept.includes(path) || !isOld(path)) continue;
    const [, , result = "", recipe = ""] = MADE_BY_RECIPE.exec(name) ?? [];
    const gone =
      isRecipe(recipe) || OTHER_RESULTS.includes(recipe)
        ? await removeUnderLock(world, cache, name, result)
        : MADE_HERE.test(name) && removeAside(path);
    if (gone) removed.push(name);
  }
  if (removed.length > 0) {
    world.say(ARTEFACTS_WHERE, `removed what no lab uses any more: ${removed.join(", ")}`);
  }
  return removed;
}

/**
 * The lock is the one under which it is made: who makes it at this moment keeps it. Looked at again under the lock:
 * it may have been used meanwhile. The lock goes as well.
 */
async function removeUnderLock(
  world: LabWorld,
  cache: string,
  name: string,
  recipe: string,
): Promise<boolean> {
  const lock = join(cache, `.lock-${recipe}`);
  const path = join(cache, name);
  const look = ["find", path, "-maxdepth", "0", "-mtime", `+${keptDays(name) - 1}`] as const;
  await runCommand(
    world,
    ["flock", "--nonblock", lock, ...look, "-exec", "rm", "-rf", "--", path, lock, ";"],
    { description: `remove ${name}` },
  );
  return !existsSync(path);
}

/** Out of sight first, then looked at again: whoever uses it has said so before, or does not find it. */
function removeAside(path: string): boolean {
  const aside = /\.\d+\.\w+$/.test(path) ? path : `${path}.${process.pid}.pruned`;
  try {
    if (aside !== path) renameSync(path, aside);
    if (!isOld(aside)) {
      renameSync(aside, path);
      return false;
    }
    rmSync(aside, { recursive: true, force: true });
    return true;
  } catch (error) {
    // Another run was faster.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

function isOld(path: string): boolean {
  const times = statSync(path, { throwIfNoEntry: false });
  return times !== undefined && Date.now() - times.mtimeMs > keptDays(basename(path)) * DAY;
}
