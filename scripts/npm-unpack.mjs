// Puts tarballs where package-lock.json wants them, for this machine's processor:
//
//   node scripts/npm-unpack.mjs <package-lock.json> <node_modules' parent> <set>=<folder of tarballs>…
//
// No package's install script is run.
import { execFile } from "node:child_process";
import { lstat, mkdir, readFile, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { arch, argv, stderr } from "node:process";
import { promisify } from "node:util";
import { isForCpu, tarballsOf } from "./npm-lock.mjs";

const [lockFile, root, ...sets] = argv.slice(2);
const lock = JSON.parse(await readFile(lockFile, "utf8"));
for (const pair of sets) {
  const [set, folder] = pair.split("=");
  for (const tarball of tarballsOf(lock, set)) {
    if (isForCpu(tarball, arch)) await unpack(join(folder, tarball.file), join(root, tarball.place));
  }
}
for (const [place, { link, resolved }] of Object.entries(lock.packages)) {
  // A package of ours: a link into the workspace.
  if (link) await linkWorkspace(join(root, place), join(root, resolved));
}

async function unpack(tarball, place) {
  await lstat(tarball).catch(() => {
    stderr.write(`${tarball} is missing: package-lock.json has moved; run npm run update-npm-hash\n`);
    process.exit(1);
  });
  await mkdir(place, { recursive: true });
  // Not every tarball's folder is named package/.
  await promisify(execFile)("tar", ["-xzf", tarball, "--strip-components=1", "--no-same-owner", "-C", place]);
}

async function linkWorkspace(place, target) {
  await mkdir(dirname(place), { recursive: true });
  await symlink(relative(dirname(place), target), place);
}
