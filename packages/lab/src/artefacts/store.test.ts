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
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { artefactPath, ensureArtefact } from "./store.ts";
import { testWorld } from "./testing/world.ts";

// The real `make-artefact`, around recipes that take no time. Each notes in `log` that it ran, and with what.

let root: string;
let folders: { readonly cache: string; readonly recipes: string; readonly go: string | undefined };

const NOTE = 'echo "$(basename "$0") $*" >> "$(dirname "$0")/../log"';

function recipe(name: string, body: string): void {
  writeFileSync(join(folders.recipes, name), `set -eu\n${NOTE}\n${body}\n`);
}

function module(folder: string, go: string): void {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, "go.mod"), `module one\n\ngo ${go}\n`);
}

function log(): readonly string[] {
  const path = join(root, "log");
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-artefacts-"));
  folders = { cache: join(root, "cache"), recipes: join(root, "recipes"), go: "/usr/bin/go" };
  module("recipes/stand-ins", "1.19");
  module("programs/kubernetes-1.36", "1.26.0");
  writeFileSync(join(folders.recipes, "stand-ins", "main.go"), "package main\n");
  cpSync(
    resolve(import.meta.dirname, "../../artefacts/make-artefact"),
    join(folders.recipes, "make-artefact"),
  );
  writeFileSync(join(folders.recipes, "go-environment"), "");
  recipe("build-programs", 'echo "$3 $4 $5 ${*:6}" > "$2/kubelet"');
  recipe("build-stand-ins", 'echo "$4" > "$2/go"');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("ensureArtefact", () => {
  it("makes it once, of its module, and leaves nothing else behind", async () => {
    const world = testWorld();
    const first = await ensureArtefact(world, folders, "kubernetes-1.36");
    const path = artefactPath(folders, "kubernetes-1.36");
    expect(first).toEqual({ ok: true, value: path });
    expect(readFileSync(join(path, "kubelet"), "utf8").trim().split(" ")).toEqual([
      join(root, "programs/kubernetes-1.36"),
      "/usr/bin/go",
      join(folders.cache, "go"),
      ...["--version-for", "k8s.io/kubernetes", "k8s.io/component-base/version"],
    ]);
    expect(await ensureArtefact(world, folders, "kubernetes-1.36")).toEqual(first);
    expect(log().map((line) => line.split(" ")[0])).toEqual(["build-programs"]);
    expect(readdirSync(folders.cache).filter((name) => !name.startsWith(".lock-"))).toHaveLength(1);
    expect(world.said).toEqual(["artefacts: build Kubernetes 1.36: about 6 minutes, once"]);
  });

  it("makes it for this machine's hosts, whatever the environment compiles for", async () => {
    recipe("build-programs", 'echo "${GOOS-} ${GOARCH-} ${GOPROXY-}" > "$2/kubelet"');
    for (const [name, value] of [
      ["GOOS", "plan9"],
      ["GOARCH", "arm"],
      ["GOPROXY", "http://p.test"],
    ] as const)
      vi.stubEnv(name, value);
    const made = await ensureArtefact(testWorld(), folders, "kubernetes-1.36").finally(() =>
      vi.unstubAllEnvs(),
    );
    expect(made.ok && readFileSync(join(made.value, "kubelet"), "utf8")).toBe("  http://p.test\n");
  });

  it("makes it anew where the recipe has changed, and keeps the former", async () => {
    const world = testWorld();
    const before = await ensureArtefact(world, folders, "stand-ins");
    appendFileSync(join(folders.recipes, "stand-ins", "main.go"), "// changed\n");
    const after = await ensureArtefact(world, folders, "stand-ins");
    expect(after).not.toEqual(before);
    expect(log().filter((line) => line.startsWith("build-stand-ins"))).toHaveLength(2);
  });

  it("shows nothing of a recipe that failed, and lets the next run go on in its work folder", async () => {
    recipe(
      "build-programs",
      'touch "$2/half"; [ -e "$1/begun" ] || { touch "$1/begun"; echo "no such thing" >&2; exit 3; }',
    );
    const world = testWorld();
    const path = artefactPath(folders, "kubernetes-1.36");
    const failure = await ensureArtefact(world, folders, "kubernetes-1.36");
    expect(failure).toEqual({
      ok: false,
      problems: [
        {
          code: "lab-artefact-failed",
          severity: "error",
          exit: "failed",
          where: "kubernetes-1.36",
          message: "could not build Kubernetes 1.36: build-programs ended with 3: no such thing",
          hint: "What was done is kept: run it again, and it goes on from there.",
        },
      ],
    });
    expect(existsSync(path)).toBe(false);
    expect((await ensureArtefact(world, folders, "kubernetes-1.36")).ok).toBe(true);
    expect(readdirSync(path)).toEqual(["half"]);
  });

  it("is made once by runs at the same time", async () => {
    recipe("build-programs", 'sleep 0.3; echo go > "$2/go"');
    const worlds = [testWorld(), testWorld(), testWorld()];
    const results = await Promise.all(
      worlds.map((world) => ensureArtefact(world, folders, "kubernetes-1.36")),
    );
    expect(new Set(results.map((result) => result.ok && result.value))).toEqual(
      new Set([artefactPath(folders, "kubernetes-1.36")]),
    );
    expect(log()).toHaveLength(1);
  });

  it("wants a Go for what is not there yet, and for that alone", async () => {
    await ensureArtefact(testWorld(), folders, "stand-ins");
    const without = { ...folders, go: undefined };
    expect((await ensureArtefact(testWorld(), without, "stand-ins")).ok).toBe(true);
    expect(await ensureArtefact(testWorld(), without, "kubernetes-1.36")).toMatchObject({
      ok: false,
      problems: [{ code: "lab-needs-go", hint: expect.stringContaining("Install Go 1.26.0 or newer") }],
    });
  });
});
