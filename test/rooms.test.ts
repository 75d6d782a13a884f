import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { effectsIn } from "./support/effects-in.ts";

// The rooms and their doors, as docs/architecture.md draws them: imports go one way.

const root = resolve(import.meta.dirname, "..");

/** What each room may import of the others. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  cluster: [],
  nix: [],
  nixos: ["cluster", "nix"],
  "nixos-options": ["command", "files"],
  inventory: ["cluster"],
  command: ["cluster"],
  files: ["cluster"],
  pki: ["cluster", "command", "files"],
  rollout: ["cluster", "command"],
  hosts: ["cluster", "command", "rollout"],
  workbench: ["cluster", "command", "files", "nixos", "rollout"],
  lab: ["cluster", "command", "files", "nixos", "rollout"],
  // In no door of anybody: only tests and benchmarks have it.
  simulator: ["cluster", "rollout"],
};

/** Keys and serial numbers are chance, and nothing else in these files is an effect. */
const CHANCE = /^\d+: imports \w+ of node:crypto$/;

/** What clocks show in a named time zone at a given moment: told by a table, whatever this machine's zone is. */
const TIME_ZONES = /^\d+: Intl$/;

/**
 * Where a room does more than compute, by file or folder below it, and why. Everything else in packages/ is pure:
 * see {@link effectsIn} for what that refuses. `"*"` allows every effect.
 */
const EFFECTS: Readonly<Record<string, Readonly<Record<string, "*" | RegExp>>>> = {
  cluster: { "src/rules/rollout.ts": TIME_ZONES },
  rollout: { "src/plan/window.ts": TIME_ZONES },
  // What a command is, is a value; running one is the effect.
  command: { "src/system-runner.ts": "*" },
  files: { "src/": "*" },
  hosts: { "src/": "*" },
  workbench: { "src/": "*" },
  // A program of its own, for whoever works on Quorate: `npm run generate:options`.
  "nixos-options": { "generate.ts": "*" },
  pki: {
    // The certificates' store is the one part that writes; reading a folder is the other.
    "src/store/": "*",
    "src/gen-certs.ts": "*",
    "src/inspect-certificates.ts": "*",
    "src/issue/": CHANCE,
    "src/ssh/make-key.ts": CHANCE,
  },
  // The lab is made of processes, mounts and namespaces; what it will be made of is planned apart from that.
  lab: {
    ...allOf("src/", ["artefacts/", "closure/", "lab/", "quorum/", "wait-for.ts"]),
    ...allOf("src/admission/", [
      "check-artefacts.ts",
      "folder-facts.ts",
      "installed.ts",
      "machine-facts.ts",
      "nix-features.ts",
      "nixpkgs-tree.ts",
      "origin.ts",
    ]),
    ...allOf("src/fault/", ["clock-skew.ts", "disk-full.ts", "mark.ts"]),
    ...allOf("src/machine/", ["cgroup.ts", "is-there.ts", "kernel-limits.ts", "power.ts", "processes.ts"]),
    ...allOf("src/network/", ["network.ts"]),
    ...allOf("src/system/debian/", ["base-tree.ts", "finish-tree.ts"]),
  },
};

function allOf(folder: string, names: readonly string[]): Readonly<Record<string, "*">> {
  return Object.fromEntries(names.map((name) => [`${folder}${name}`, "*"]));
}

interface Source {
  readonly room: string;
  /** Below the room's folder. */
  readonly path: string;
  readonly text: string;
  /** The modules that it imports from. */
  readonly imports: readonly string[];
}

/** A room's own sources, wherever in its folder; tests, what helps them, and benchmarks are none. */
function sourcesOf(room: string): readonly Source[] {
  const folder = join(root, "packages", room);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !/\.(test|type-test)\.ts$|(^|\/)(node_modules|testing|test|bench)\//.test(path))
    .map((path) => {
      const text = readFileSync(join(folder, path), "utf8");
      const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g);
      return { room, path, text, imports: [...found].map(([, from = ""]) => from) };
    });
}

const sources = Object.keys(DOORS).flatMap(sourcesOf);

const imports = sources.flatMap(({ room, path, imports }) => imports.map((from) => ({ room, path, from })));

describe("the rooms", () => {
  it("are all of packages/", () => {
    expect(readdirSync(join(root, "packages")).sort()).toEqual(Object.keys(DOORS).sort());
  });

  it("import each other one way, and only through the front door", () => {
    const wrong = imports.filter(({ room, from }) => {
      const other = /^@quorate\/([a-z-]+)(\/.*)?$/.exec(from);
      if (other === null) return false;
      return other[2] !== undefined || !(DOORS[room] ?? []).includes(other[1] ?? "");
    });
    expect(wrong).toEqual([]);
    // The check has something to check.
    expect(imports.filter(({ from }) => from.startsWith("@quorate/")).length).toBeGreaterThan(20);
  });

  it("reach nothing outside their folder by a relative path", () => {
    const wrong = imports.filter(
      ({ path, from }) => from.startsWith(".") && join(path, "..", from).startsWith(".."),
    );
    expect(wrong).toEqual([]);
  });

  it("leave files, processes, clocks, chance and the environment to the places that are there for it", () => {
    const wrong = sources.flatMap(({ room, path, text }) => {
      const places = Object.entries(EFFECTS[room] ?? {}).filter(([place]) => isIn(path, place));
      return effectsIn(text)
        .filter((effect) => !places.some(([, allowed]) => allowed === "*" || allowed.test(effect)))
        .map((effect) => `packages/${room}/${path}:${effect}`);
    });
    expect(wrong).toEqual([]);
  });

  it("have effects in each place that is there for them", () => {
    const idle = Object.entries(EFFECTS).flatMap(([room, places]) =>
      Object.keys(places)
        .filter(
          (place) =>
            !sources.some(
              (one) => one.room === room && isIn(one.path, place) && effectsIn(one.text).length > 0,
            ),
        )
        .map((place) => `packages/${room}/${place}`),
    );
    expect(idle).toEqual([]);
  });

  it("do not read arguments, print or exit below apps/", () => {
    const wrong = sources
      .filter(({ path }) => path.startsWith("src/"))
      .filter(({ text }) => /\bconsole\.|process\.(argv|exit|stdout|stderr)\b/.test(text))
      .map(({ room, path }) => `packages/${room}/${path}`);
    expect(wrong).toEqual([]);
  });
});

function isIn(path: string, place: string): boolean {
  return place.endsWith("/") ? path.startsWith(place) : path === place;
}
