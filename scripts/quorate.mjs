// Runs the command line as its sources are now: builds dist/ first where that is older than they.
//
//   node scripts/quorate.mjs <command> [argument…]
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { execPath, exit } from "node:process";
import { pathToFileURL } from "node:url";

const root = resolve(import.meta.dirname, "..");
const SOURCES = ["apps", "packages", "scripts", "package-lock.json", "tsconfig.json"];

// What the build writes last: a build that was interrupted is none.
const built = changedAt(join(root, "dist/types/package.json"));
if (SOURCES.some((path) => newest(join(root, path)) > built)) {
  const { status } = spawnSync(execPath, [join(root, "scripts/build.mjs")], { stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    console.error("error: Quorate could not be built from its sources\n  hint: run `bash scripts/setup`");
    exit(1);
  }
}
await import(pathToFileURL(join(root, "dist/quorate.mjs")).href);

/** When a file, or anything in a folder, was last changed; a folder itself changes when a file goes. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const below = readdirSync(path)
    .filter((name) => name !== "node_modules")
    .map((name) => newest(join(path, name)));
  return Math.max(stat.mtimeMs, ...below);
}

function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
