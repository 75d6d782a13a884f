// Brings nix/npm-tarballs.json up to date with package-lock.json (npm run update-npm-hash):
//
//   node scripts/update-npm-hash.mjs [--keep <folder>]
//
// Downloads each set of tarballs through npm and hashes the folder as Nix would. With --keep the folders
// stay, as <folder>/quorate-npm-<set>: under that name `nix-store --add-fixed --recursive sha256` puts one
// where the flake expects it.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { argv, env, execPath, stdout } from "node:process";
import { promisify } from "node:util";
import { digestOf, SETS, tarballsOf } from "./npm-lock.mjs";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");
const lockFile = join(root, "package-lock.json");
const hashFile = join(root, "nix/npm-tarballs.json");
const lock = JSON.parse(await readFile(lockFile, "utf8"));
const kept = argv[2] === "--keep" ? argv[3] : undefined;
const folder = kept === undefined ? await mkdtemp(join(tmpdir(), "quorate-npm-")) : resolve(kept);

const sets = {};
for (const set of SETS) {
  const target = join(folder, `quorate-npm-${set}`);
  await run(execPath, [join(root, "scripts/npm-tarballs.mjs"), lockFile, set, target]);
  sets[set] = { lock: digestOf(tarballsOf(lock, set)), hash: await nixHash(target) };
}
if (kept === undefined) await rm(folder, { recursive: true });
await writeFile(`${hashFile}.new`, `${JSON.stringify(sets, null, 2)}\n`);
await rename(`${hashFile}.new`, hashFile);
stdout.write(`${hashFile} is up to date\n`);

async function nixHash(path) {
  const features = ["--extra-experimental-features", "nix-command"];
  const { stdout: hash } = await run("nix", [...features, "hash", "path", path], { env });
  return hash.trim();
}
