import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** All files of packages/ as paths from `root`, sorted. */
export function packageFiles(root: string): readonly string[] {
  return readdirSync(join(root, "packages"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
