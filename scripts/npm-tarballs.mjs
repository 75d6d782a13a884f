// Downloads a set of tarballs through npm, and so from the registry that npm is configured for:
//
//   node scripts/npm-tarballs.mjs <package-lock.json> <build|check> <folder>
//
// The folder then holds the tarballs' bytes, each checked against its integrity in the lock, and nothing
// else: its hash depends on the lock alone, not on npm's version nor on the registry.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import process, { argv, exit, stderr } from "node:process";
import { promisify } from "node:util";
import { SETS, tarballsOf } from "./npm-lock.mjs";

/** npm asks for its tarballs one after another, so several are run at once. */
const JOBS = 4;

const [lockFile, set, target] = argv.slice(2);
if (target === undefined || !SETS.includes(set)) {
  stderr.write(`usage: npm-tarballs.mjs <package-lock.json> <${SETS.join("|")}> <folder>\n`);
  exit(2);
}

const lock = JSON.parse(await readFile(lockFile, "utf8"));
const tarballs = [...new Map(tarballsOf(lock, set).map((tarball) => [tarball.file, tarball])).values()];
const folder = resolve(target);
await mkdir(folder, { recursive: true });
const temporary = await mkdtemp(join(folder, ".incoming-"));
try {
  await Promise.all(Array.from({ length: JOBS }, (_, job) => download(every(JOBS, job))));
  await Promise.all(tarballs.map(keep));
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await rm(temporary, { recursive: true, force: true });
}

function every(step, first) {
  return tarballs.filter((_, index) => index % step === first);
}

async function download(part) {
  if (part.length === 0) return;
  const specs = part.map(({ name, version }) => `${name}@${version}`);
  const options = ["--silent", "--ignore-scripts", "--pack-destination", temporary];
  // Not in a project's folder: npm would take its .npmrc and workspaces into account.
  await promisify(execFile)("npm", ["pack", ...options, ...specs], { cwd: temporary, maxBuffer: 2 ** 26 });
}

async function keep({ file, integrity, name, version }) {
  const bytes = await readFile(join(temporary, file));
  const actual = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  if (actual !== integrity) {
    throw new Error(
      `${name}@${version}: the registry's tarball is ${actual}, package-lock.json wants ${integrity}`,
    );
  }
  await rename(join(temporary, file), join(folder, file));
}
