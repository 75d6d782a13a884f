// Puts the built command line below a prefix, as packagers do:
//
//   node scripts/install.mjs <prefix>
//
// <prefix>/libexec/quorate then mirrors this repository, without what only its developers need. It is not
// below a folder named node_modules: node would refuse TypeScript there.
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv } from "node:process";
import { EXTERNAL } from "./externals.mjs";
import { closureOf } from "./npm-lock.mjs";

const root = resolve(import.meta.dirname, "..");
const target = join(resolve(argv[2]), "libexec/quorate");
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));

mkdirSync(target, { recursive: true });
for (const path of ["dist", "nix/options", "package.json"]) copy(path);
// What `lab` makes its hosts of.
for (const name of ["artefacts", "bin", "disko", "nixpkgs", "package-set", "programs"])
  copy(`packages/lab/${name}`);
// What is for other processors is not there to be copied.
for (const place of closureOf(lock, EXTERNAL)) if (existsSync(join(root, place))) copy(place);

const linkTypes = join(target, "link-types");
writeFileSync(linkTypes, readFileSync(join(root, "scripts/link-types.sh"), "utf8").replace("@root@", target));
chmodSync(linkTypes, 0o755);

function copy(path) {
  cpSync(join(root, path), join(target, path), { recursive: true, verbatimSymlinks: true });
}
