import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

// The rooms and their doors, as docs/architecture.md draws them: imports go one way.

const root = resolve(import.meta.dirname, "..");

/** What each room may import of the others. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  cluster: [],
  nix: [],
  nixos: ["cluster", "nix"],
  "nixos-options": ["command"],
  command: ["cluster"],
  files: ["cluster"],
  pki: ["cluster", "files"],
  rollout: ["cluster", "command"],
  hosts: ["cluster", "command", "rollout"],
  workbench: ["cluster", "command", "files", "rollout"],
  lab: ["cluster", "command", "files", "rollout"],
};

/** The parts of Node that a pure room may use: they compute, and touch nothing. */
const PURE_MODULES = ["node:crypto", "node:net", "node:path", "node:url", "node:util"];

/** What in a pure room may touch files all the same, and why. */
const EFFECTS_ALLOWED = [
  // What a command is, is a value; running one is the effect.
  /^packages\/command\/src\/system-runner\.ts/,
  // The certificates' store is the one part of pki that is not pure; reading a folder is the other.
  /^packages\/pki\/src\/(store\/|gen-certs\.ts|inspect-certificates\.ts)/,
  // The lab is made of processes, mounts and namespaces; what it will be made of is planned apart from that.
  /^packages\/lab\/src\/(artefacts|closure|lab|quorum)\//,
  /^packages\/lab\/src\/admission\/(check-artefacts|folder-facts|installed|machine-facts|origin)\.ts/,
  /^packages\/lab\/src\/fault\/(clock-skew|disk-full|inflict)\.ts/,
  /^packages\/lab\/src\/machine\/(cgroup|is-there|kernel-limits|machine-state|orphans|power|processes|readiness)\.ts/,
  /^packages\/lab\/src\/network\/network\.ts/,
  /^packages\/lab\/src\/system\/debian\/(base-tree|finish-tree)\.ts/,
];

interface Import {
  readonly file: string;
  readonly from: string;
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/\.(test|type-test)\.ts$|\/testing\//.test(file));
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g);
  return [...found].map(([, from = ""]) => ({ file, from }));
}

const packageImports = Object.keys(DOORS).flatMap((room) =>
  sourceFiles(`packages/${room}/src`)
    .flatMap(importsOf)
    .map((one) => ({ room, ...one })),
);

describe("the rooms", () => {
  it("are all of packages/", () => {
    expect(readdirSync(join(root, "packages")).sort()).toEqual(Object.keys(DOORS).sort());
  });

  it("import each other one way, and only through the front door", () => {
    const wrong = packageImports.filter(({ room, from }) => {
      const other = /^@quorate\/([a-z-]+)(\/.*)?$/.exec(from);
      if (other === null) return false;
      return other[2] !== undefined || !(DOORS[room] ?? []).includes(other[1] ?? "");
    });
    expect(wrong).toEqual([]);
    // The check has something to check.
    expect(packageImports.filter(({ from }) => from.startsWith("@quorate/")).length).toBeGreaterThan(20);
  });

  it("reach nothing outside their folder by a relative path", () => {
    const wrong = packageImports.filter(
      ({ room, file, from }) =>
        from.startsWith(".") && !join(file, "..", from).startsWith(`packages/${room}/src`),
    );
    expect(wrong).toEqual([]);
  });

  it("leave files, processes and the network to files, hosts, workbench, pki's store and apps", () => {
    const wrong = packageImports.filter(
      ({ room, file, from }) =>
        room !== "files" &&
        room !== "hosts" &&
        room !== "workbench" &&
        (from.startsWith("node:") || from === "zx") &&
        !PURE_MODULES.includes(from) &&
        !EFFECTS_ALLOWED.some((allowed) => allowed.test(file)),
    );
    expect(wrong).toEqual([]);
  });

  it("do not read arguments, print or exit below apps/", () => {
    const wrong = Object.keys(DOORS)
      .flatMap((room) => sourceFiles(`packages/${room}/src`))
      .filter((file) =>
        /\bconsole\.|process\.(argv|exit|stdout|stderr)\b/.test(readFileSync(join(root, file), "utf8")),
      );
    expect(wrong).toEqual([]);
  });
});
