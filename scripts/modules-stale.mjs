// Ends with 1 where node_modules is not what package-lock.json says, and with 0 where `npm ci` has nothing to do.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { exit } from "node:process";

const root = resolve(import.meta.dirname, "..");
// npm keeps there what it has installed.
const installedFile = join(root, "node_modules/.package-lock.json");
if (!existsSync(installedFile)) exit(1);
const wanted = packagesIn(join(root, "package-lock.json"));
const installed = packagesIn(installedFile);
const stale = Object.entries(wanted).some(([place, { link, optional, integrity }]) => {
  if (!place.startsWith("node_modules/")) return false;
  const found = installed[place];
  // What is for other processors and systems is optional, and is not there.
  if (found === undefined) return !optional;
  return link ? !existsSync(join(root, place)) : found.integrity !== integrity;
});
exit(stale ? 1 : 0);

function packagesIn(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
