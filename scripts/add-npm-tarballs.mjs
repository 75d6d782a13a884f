// Puts the tarballs that the package is built from into the Nix store, where the flake expects them:
//
//   node scripts/add-npm-tarballs.mjs [build|check…]      (build unless said)
//
// For a machine whose Nix has no network of its own, or no sandbox that lets npm out. The path follows from
// the content's hash, so wrong content can't take its place: it would be at another path.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process, { argv, execPath, stderr, stdout } from "node:process";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");
const hashes = JSON.parse(await readFile(join(root, "nix/npm-tarballs.json"), "utf8"));
const sets = argv.length > 2 ? argv.slice(2) : ["build"];
const temporary = await mkdtemp(join(tmpdir(), "quorate-npm-"));
try {
  for (const set of sets) await add(set);
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await rm(temporary, { recursive: true, force: true });
}

async function add(set) {
  const name = `quorate-npm-${set}`;
  const [algorithm, digest] = hashes[set].hash.split("-");
  const expected = await line("nix-store", [
    "--print-fixed-path",
    "--recursive",
    algorithm,
    Buffer.from(digest, "base64").toString("hex"),
    name,
  ]);
  const there = await run("nix-store", ["--check-validity", expected]).then(
    () => true,
    () => false,
  );
  if (!there) {
    const folder = join(temporary, name);
    await run(execPath, [
      join(root, "scripts/npm-tarballs.mjs"),
      join(root, "package-lock.json"),
      set,
      folder,
    ]);
    const added = await line("nix-store", ["--add-fixed", "--recursive", algorithm, folder]);
    if (added !== expected) {
      throw new Error(
        `${set}: the tarballs have another hash than nix/npm-tarballs.json says; run npm run update-npm-hash`,
      );
    }
  }
  stdout.write(`${expected}\n`);
}

async function line(command, args) {
  return (await run(command, args)).stdout.trim();
}
