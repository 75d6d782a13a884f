// What package-lock.json says about the tarballs that Nix needs. Plain node, no dependencies: it runs
// before anything is installed.
import { createHash } from "node:crypto";

/**
 * The sets of tarballs, each a fixed-output derivation of its own: `build` is what the package is made of
 * and with; `check` is what only the tests and linters need.
 */
export const SETS = /** @type {const} */ (["build", "check"]);

/** Development dependencies that building takes. */
const BUILD_TOOLS = ["@types/node", "esbuild", "typescript"];

/** The platforms that Nix builds on. */
const PLATFORM = { os: "linux", cpus: ["x64", "arm64"], libc: "glibc" };

/**
 * The tarballs of a set, sorted by place: for every place in node_modules its name, version, integrity and
 * file name. A tarball that is needed at several places is listed once for each.
 *
 * @param {import("./npm-lock.d.mts").Lock} lock parsed package-lock.json
 * @param {import("./npm-lock.d.mts").TarballSet} set
 * @returns {readonly import("./npm-lock.d.mts").Tarball[]}
 * @throws {Error} when the lock lacks a needed dependency or an integrity
 */
export function tarballsOf(lock, set) {
  const build = reachable(lock, rootNames(lock, "build"));
  const places = set === "build" ? build : reachable(lock, rootNames(lock, "check")).difference(build);
  return [...places].sort().map((place) => tarballAt(lock, place));
}

/**
 * A digest of what a set consists of; it changes when, and only when, the set's tarballs may.
 *
 * @param {readonly import("./npm-lock.d.mts").Tarball[]} tarballs
 * @returns {string} sha256 in hexadecimal
 */
export function digestOf(tarballs) {
  const lines = [...new Set(tarballs.map(({ file, integrity }) => `${file} ${integrity}\n`))].sort();
  return createHash("sha256").update(lines.join("")).digest("hex");
}

/**
 * Where the named packages and everything that they need are, on the platforms that Nix builds on; sorted.
 *
 * @param {import("./npm-lock.d.mts").Lock} lock
 * @param {readonly string[]} names
 * @returns {readonly string[]}
 */
export function closureOf(lock, names) {
  return [...reachable(lock, names)].sort();
}

/** Whether a package that names its platforms is for a machine with this processor. */
export function isForCpu({ cpu }, arch) {
  return cpu === undefined || cpu.includes(arch);
}

function rootNames(lock, set) {
  const own = Object.entries(lock.packages).filter(([place]) => !place.includes("node_modules/"));
  if (set === "check") return own.flatMap(([, entry]) => Object.keys(entry.devDependencies ?? {}));
  return [...own.flatMap(([, entry]) => Object.keys(entry.dependencies ?? {})), ...BUILD_TOOLS];
}

function reachable(lock, names) {
  const found = new PlaceSet();
  const open = names.map((name) => ({ name, from: "", needed: true }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const place = findPlace(lock, next.from, next.name);
    if (place === undefined) {
      if (next.needed)
        throw new Error(`package-lock.json has no ${next.name}, needed by ${next.from || "us"}`);
      continue;
    }
    const entry = lock.packages[place];
    if (entry.link || found.has(place) || !isForPlatform(entry)) continue;
    found.add(place);
    for (const name of Object.keys(entry.dependencies ?? {})) {
      open.push({ name, from: place, needed: entry.optionalDependencies?.[name] === undefined });
    }
    for (const name of Object.keys({ ...entry.optionalDependencies, ...entry.peerDependencies })) {
      open.push({ name, from: place, needed: false });
    }
  }
  return found;
}

/** Node 20's Set has no difference(). */
class PlaceSet extends Set {
  difference(other) {
    return new PlaceSet([...this].filter((place) => !other.has(place)));
  }
}

/** Where `name` is found from `from`, as node looks for it: in its own node_modules, then further up. */
function findPlace(lock, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("node_modules/") - 1, 0))) {
    const place = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (lock.packages[place] !== undefined) return place;
    if (folder === "") return undefined;
  }
}

function isForPlatform({ os, cpu, libc }) {
  return (
    (os === undefined || os.includes(PLATFORM.os)) &&
    (cpu === undefined || PLATFORM.cpus.some((name) => cpu.includes(name))) &&
    (libc === undefined || libc.includes(PLATFORM.libc))
  );
}

function tarballAt(lock, place) {
  const { version, integrity, cpu, name: alias } = lock.packages[place];
  const name = alias ?? place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
  if (version === undefined || !integrity?.startsWith("sha512-")) {
    throw new Error(`package-lock.json has no version or no sha512 integrity at ${place}`);
  }
  const file = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
  return { place, name, version, integrity, file, ...(cpu === undefined ? {} : { cpu }) };
}
