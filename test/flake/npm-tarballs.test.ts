import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closureOf, digestOf, isForCpu, type Lock, SETS, tarballsOf } from "../../scripts/npm-lock.mjs";
import { ROOT } from "./nix.ts";

const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as Lock;
const recorded = JSON.parse(readFileSync(join(ROOT, "nix/npm-tarballs.json"), "utf8")) as Record<
  string,
  { lock: string; hash: string }
>;

const entry = (version: string, more: object = {}) => ({ version, integrity: `sha512-${version}`, ...more });
const small: Lock = {
  packages: {
    "": { dependencies: { a: "1" }, devDependencies: { t: "1", esbuild: "1" } },
    "packages/own": { dependencies: { w: "1" } },
    "node_modules/own": { link: true, resolved: "packages/own" },
    "node_modules/a": entry("1.0.0", { dependencies: { b: "1" }, optionalDependencies: { gone: "1" } }),
    "node_modules/a/node_modules/b": entry("1.2.0", { dependencies: { c: "1" } }),
    "node_modules/b": entry("2.0.0"),
    "node_modules/c": entry("1.0.0", { peerDependencies: { nobody: "1" } }),
    "node_modules/w": entry("1.0.0", { dependencies: { own: "1" } }),
    "node_modules/t": entry("1.0.0", { dependencies: { b: "2", c: "1" } }),
    "node_modules/esbuild": entry("1.0.0", {
      optionalDependencies: { "@esbuild/linux-x64": "1", "@esbuild/darwin-x64": "1", "@esbuild/musl": "1" },
    }),
    "node_modules/@esbuild/linux-x64": entry("1.0.0", { os: ["linux"], cpu: ["x64"] }),
    "node_modules/@esbuild/darwin-x64": entry("1.0.0", { os: ["darwin"], cpu: ["x64"] }),
    "node_modules/@esbuild/musl": entry("1.0.0", { os: ["linux"], cpu: ["x64"], libc: ["musl"] }),
    "node_modules/typescript": entry("1.0.0"),
    "node_modules/@types/node": entry("1.0.0"),
  },
};
const without = (place: string): Lock => ({
  packages: Object.fromEntries(Object.entries(small.packages).filter(([name]) => name !== place)),
});

describe("the recorded hashes", () => {
  it.each(SETS)("are those of the lock: %s (npm run update-npm-hash)", (set) => {
    expect(recorded[set]?.lock).toBe(digestOf(tarballsOf(lock, set)));
    expect(recorded[set]?.hash).toMatch(/^sha256-[A-Za-z0-9+/]{43}=$/);
  });

  it("name no registry", () => {
    expect(readFileSync(join(ROOT, "package-lock.json"), "utf8")).not.toContain('"resolved": "http');
  });

  it("move with a version, an integrity, a new tarball, and nothing else", () => {
    const tarballs = tarballsOf(small, "build");
    const digest = digestOf(tarballs);
    expect(digestOf([...tarballs].reverse())).toBe(digest);
    const [first, ...rest] = tarballs;
    if (first === undefined) throw new Error("there are tarballs");
    expect(digestOf([{ ...first, place: "node_modules/elsewhere" }, ...rest])).toBe(digest);
    expect(digestOf([{ ...first, integrity: "sha512-other" }, ...rest])).not.toBe(digest);
    expect(digestOf([{ ...first, file: "other.tgz" }, ...rest])).not.toBe(digest);
    expect(digestOf(rest)).not.toBe(digest);
  });
});

describe("tarballsOf", () => {
  it("follows dependencies as node would, for linux with glibc", () => {
    expect(tarballsOf(small, "build").map(({ place }) => place)).toEqual([
      "node_modules/@esbuild/linux-x64",
      "node_modules/@types/node",
      "node_modules/a",
      "node_modules/a/node_modules/b",
      "node_modules/c",
      "node_modules/esbuild",
      "node_modules/typescript",
      "node_modules/w",
    ]);
  });

  it("gives the other set what is left", () => {
    expect(tarballsOf(small, "check").map(({ place }) => place)).toEqual([
      "node_modules/b",
      "node_modules/t",
    ]);
  });

  it("names files as npm pack does", () => {
    expect(tarballsOf(small, "build")[0]?.file).toBe("esbuild-linux-x64-1.0.0.tgz");
  });

  it("fails where the lock lacks something that is needed", () => {
    expect(() => tarballsOf(without("node_modules/c"), "build")).toThrow(
      "package-lock.json has no c, needed by node_modules/a/node_modules/b",
    );
  });

  it("fails where a tarball could not be verified", () => {
    const bad: Lock = { packages: { ...small.packages, "node_modules/c": { version: "1.0.0" } } };
    expect(() => tarballsOf(bad, "build")).toThrow("no sha512 integrity at node_modules/c");
  });

  it("has the whole of what runs and builds, for both processors", () => {
    const places = tarballsOf(lock, "build").map(({ place }) => place);
    expect(places).toContain("node_modules/zod");
    for (const arch of ["x64", "arm64"]) expect(places).toContain(`node_modules/@esbuild/linux-${arch}`);
    expect(new Set(tarballsOf(lock, "build").map(({ file, integrity }) => `${file} ${integrity}`)).size).toBe(
      new Set(tarballsOf(lock, "build").map(({ file }) => file)).size,
    );
  });
});

it("closureOf finds what a package takes with it", () => {
  expect(closureOf(small, ["a"])).toEqual([
    "node_modules/a",
    "node_modules/a/node_modules/b",
    "node_modules/c",
  ]);
});

it.each([
  [undefined, "x64", true],
  [["x64"], "x64", true],
  [["x64"], "arm64", false],
])("isForCpu %j on %s: %s", (cpu, arch, expected) => {
  expect(isForCpu(cpu === undefined ? {} : { cpu }, arch)).toBe(expected);
});

describe("npm-unpack.mjs", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "quorate-unpack-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const unpack = () =>
    spawnSync(
      process.execPath,
      [join(ROOT, "scripts/npm-unpack.mjs"), join(folder, "lock.json"), folder, `check=${folder}/tarballs`],
      { encoding: "utf8" },
    );

  it("puts a tarball where the lock wants it, whatever its own folder is called", () => {
    mkdirSync(join(folder, "tarballs/odd name"), { recursive: true });
    writeFileSync(join(folder, "tarballs/odd name/index.js"), "1");
    for (const file of ["b-2.0.0.tgz", "t-1.0.0.tgz"]) {
      spawnSync("tar", ["-czf", file, "odd name"], { cwd: join(folder, "tarballs") });
    }
    writeFileSync(join(folder, "lock.json"), JSON.stringify(small));
    expect(unpack()).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(folder, "node_modules/t/index.js"), "utf8")).toBe("1");
  });

  it("says what to do when the tarballs are those of another lock", () => {
    writeFileSync(join(folder, "lock.json"), JSON.stringify(small));
    const { status, stderr } = unpack();
    expect(status).toBe(1);
    expect(stderr).toContain("npm run update-npm-hash");
    expect(stderr).not.toContain("    at ");
  });
});

describe("npm-tarballs.mjs", () => {
  it("keeps nothing whose bytes are not those of the lock", () => {
    const folder = mkdtempSync(join(tmpdir(), "quorate-tarballs-"));
    try {
      // An npm that answers with something else.
      const npm = '#!/bin/sh\nwhile [ "$1" != --pack-destination ]; do shift; done\n';
      const body = 'cd "$2" && for file in b-2.0.0.tgz t-1.0.0.tgz; do echo other >$file; done\n';
      writeFileSync(join(folder, "npm"), npm + body, { mode: 0o755 });
      writeFileSync(join(folder, "lock.json"), JSON.stringify(small));
      const { status, stderr } = spawnSync(
        process.execPath,
        [join(ROOT, "scripts/npm-tarballs.mjs"), join(folder, "lock.json"), "check", join(folder, "out")],
        { encoding: "utf8", env: { ...process.env, PATH: `${folder}:${process.env["PATH"]}` } },
      );
      expect(status).toBe(1);
      expect(stderr).toContain("package-lock.json wants sha512-");
      expect(readdirSync(join(folder, "out"))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
