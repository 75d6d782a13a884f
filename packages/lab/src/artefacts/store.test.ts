import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { artefactPath, ensureArtefact } from "./store.ts";
import { testWorld } from "./testing/world.ts";

// The real `make-artefact`, around recipes that take no time. Each notes in `log` that it ran, and with what.

let root: string;
let folders: { readonly cache: string; readonly recipes: string };

const NOTE = 'echo "$(basename "$0") $*" >> "$(dirname "$0")/../log"';

function recipe(name: string, body: string): void {
  writeFileSync(join(folders.recipes, name), `set -eu\n${NOTE}\n${body}\n`);
}

function log(): readonly string[] {
  const path = join(root, "log");
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-artefacts-"));
  folders = { cache: join(root, "cache"), recipes: join(root, "recipes") };
  mkdirSync(join(folders.recipes, "stand-ins"), { recursive: true });
  writeFileSync(join(folders.recipes, "stand-ins", "main.go"), "package main\n");
  cpSync(
    resolve(import.meta.dirname, "../../artefacts/make-artefact"),
    join(folders.recipes, "make-artefact"),
  );
  recipe("fetch-toolchain", 'echo go > "$2/go"');
  recipe("build-kubernetes", 'cp "$3/go" "$2/kubelet"');
  recipe("build-stand-ins", 'echo "$4" > "$2/go"');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("ensureArtefact", () => {
  it("makes what is needed first, once, and leaves nothing else behind", async () => {
    const world = testWorld();
    const first = await ensureArtefact(world, folders, "kubernetes");
    const path = artefactPath(folders, "kubernetes");
    expect(first).toEqual({ ok: true, value: path });
    expect(readFileSync(join(path, "kubelet"), "utf8")).toBe("go\n");
    expect(await ensureArtefact(world, folders, "kubernetes")).toEqual(first);
    expect(log().map((line) => line.split(" ")[0])).toEqual(["fetch-toolchain", "build-kubernetes"]);
    expect(readdirSync(folders.cache).filter((name) => !name.startsWith(".lock-"))).toHaveLength(2);
    expect(world.said).toEqual([
      "artefacts: fetch Go and the source of Kubernetes from Debian's archive: half a minute",
      "artefacts: build Kubernetes from Debian's source: 5 to 10 minutes, once",
    ]);
  });

  it("makes it anew where the recipe has changed, and keeps the former", async () => {
    const world = testWorld();
    const before = await ensureArtefact(world, folders, "stand-ins");
    appendFileSync(join(folders.recipes, "stand-ins", "main.go"), "// changed\n");
    const after = await ensureArtefact(world, folders, "stand-ins");
    expect(after).not.toEqual(before);
    expect(log().filter((line) => line.startsWith("build-stand-ins"))).toHaveLength(2);
    expect(log().filter((line) => line.startsWith("fetch-toolchain"))).toHaveLength(1);
  });

  it("shows nothing of a recipe that failed, and lets the next run go on in its work folder", async () => {
    recipe(
      "build-kubernetes",
      'touch "$2/half"; [ -e "$1/begun" ] || { touch "$1/begun"; echo "no space" >&2; exit 3; }',
    );
    const world = testWorld();
    const path = artefactPath(folders, "kubernetes");
    const failure = await ensureArtefact(world, folders, "kubernetes");
    expect(failure).toEqual({
      ok: false,
      problems: [
        {
          code: "lab-artefact-failed",
          severity: "error",
          exit: "failed",
          where: "kubernetes",
          message: "could not build Kubernetes from Debian's source: build-kubernetes ended with 3: no space",
          hint: "What was done is kept: run it again, and it goes on from there.",
        },
      ],
    });
    expect(existsSync(path)).toBe(false);
    expect((await ensureArtefact(world, folders, "kubernetes")).ok).toBe(true);
    expect(readdirSync(path)).toEqual(["half"]);
  });

  it("is made once by runs at the same time", async () => {
    recipe("fetch-toolchain", 'sleep 0.3; echo go > "$2/go"');
    const worlds = [testWorld(), testWorld(), testWorld()];
    const results = await Promise.all(worlds.map((world) => ensureArtefact(world, folders, "toolchain")));
    expect(new Set(results.map((result) => result.ok && result.value))).toEqual(
      new Set([artefactPath(folders, "toolchain")]),
    );
    expect(log()).toHaveLength(1);
  });

  it("takes a Go that is there, and fetches none then", async () => {
    const result = await ensureArtefact(testWorld(), { ...folders, go: "/usr/bin/go" }, "stand-ins");
    expect(readFileSync(join(result.ok ? result.value : "", "go"), "utf8")).toBe("/usr/bin/go\n");
    expect(log().map((line) => line.split(" ")[0])).toEqual(["build-stand-ins"]);
  });
});
