import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { BaseTreeRecipe } from "./recipe.ts";

/** Makes a host of what debootstrap unpacked: removes what the recipe wants removed, adds its files and links. */
export function finishTree(tree: string, recipe: BaseTreeRecipe): void {
  for (const pattern of recipe.removed) {
    for (const path of expand(tree, pattern)) rmSync(path, { recursive: true, force: true });
  }
  for (const { path, mode, text } of recipe.files) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
    chmodSync(join(tree, path), mode);
  }
  for (const { path, target } of recipe.links) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    symlinkSync(target, join(tree, path));
  }
}

/** The paths that a pattern names: a `*` at its end stands for anything. */
function expand(tree: string, pattern: string): readonly string[] {
  if (!pattern.endsWith("*")) return [join(tree, pattern)];
  const folder = join(tree, dirname(pattern));
  const start = basename(pattern).slice(0, -1);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(start))
    .map((name) => join(folder, name));
}
