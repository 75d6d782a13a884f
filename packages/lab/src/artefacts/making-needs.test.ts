import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NOTHING_TO_MAKE } from "../admission/resources.ts";
import type { ProgramChoice } from "./choose-programs.ts";
import type { ArtefactFolders } from "./job.ts";
import { wantedRecipes } from "./making-folders.ts";
import { makingNeeds } from "./making-needs.ts";
import { findSet, KUBERNETES_PROGRAMS, type KubernetesMinor, PROGRAM_SET_NAMES } from "./programs.ts";
import type { RecipeName } from "./recipes.ts";
import { artefactPath } from "./store.ts";

describe("making what is not there yet", () => {
  let root: string;
  const recipes = resolve(import.meta.dirname, "../../artefacts");
  const at = (...parts: readonly string[]) => join(root, ...parts);
  const make = (...names: readonly (RecipeName | "assembled")[]) => {
    for (const name of names) {
      const path =
        name === "assembled"
          ? at("cache", `lab-${"0".repeat(16)}`)
          : artefactPath({ cache: at("cache"), recipes, go: "/usr/bin/go" }, name);
      mkdirSync(path, { recursive: true });
    }
  };
  const onPath = (...names: readonly string[]) => {
    for (const name of names) writeFileSync(at("bin", name), "", { mode: 0o755 });
  };
  // Versions are asked of programs that do nothing here: sets alone are looked for.
  const chosen = (): ProgramChoice =>
    new Map(
      findSet(at("bin"), "kubernetes") === undefined
        ? []
        : PROGRAM_SET_NAMES.flatMap((set) => {
            const files = findSet(at("bin"), set);
            return files === undefined ? [] : [[set, files] as const];
          }),
    );
  const all = (minor?: KubernetesMinor, different: Partial<ArtefactFolders> = {}) =>
    makingNeeds(
      { cache: at("cache"), recipes, go: "/usr/bin/go", ...different },
      wantedRecipes(chosen(), minor),
    );
  const needs = (...given: Parameters<typeof all>) => {
    const { absent: _, ...others } = all(...given);
    return others;
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "quorate-making-needs-"));
    mkdirSync(at("bin"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test("takes the most where there is nothing, and nothing where there is all", () => {
    const go = "1.26.3";
    expect(needs()).toEqual({
      diskMiB: 1_024 + 3_072 + 640 + 768 + 128 + 768 + 1_216,
      memoryMiB: 2_560,
      go,
    });
    make("kubernetes-1.36");
    expect(needs()).toEqual({ diskMiB: 1_024 + 640 + 768 + 128 + 768 + 1_216, memoryMiB: 0, go });
    make("containerd", "etcd", "cni");
    expect(needs()).toEqual({ diskMiB: 1_024 + 768 + 1_216, memoryMiB: 0, go: "1.26.0" });
    make("coredns");
    expect(needs()).toEqual({ diskMiB: 1_024 + 1_216, memoryMiB: 0, go: "1.26.0" });
    make("stand-ins");
    expect(needs()).toEqual({ diskMiB: 1_024, memoryMiB: 0, go: undefined });
    make("assembled");
    expect(needs()).toEqual(NOTHING_TO_MAKE);
  });

  test("takes no compiler for Kubernetes that is on PATH, and builds what is not beside it", () => {
    onPath(...KUBERNETES_PROGRAMS);
    expect(needs()).toEqual({ diskMiB: 1_024 + 640 + 768 + 128 + 768 + 1_216, memoryMiB: 0, go: "1.26.3" });
    onPath("etcd", "etcdctl", "etcdutl", "containerd", "containerd-shim-runc-v2", "ctr");
    onPath("host-local", "bridge", "loopback", "portmap");
    expect(needs()).toEqual({ diskMiB: 1_024 + 768 + 1_216, memoryMiB: 0, go: "1.26.0" });
  });

  test("takes all of it where only a part of Kubernetes is on PATH", () => {
    onPath(...KUBERNETES_PROGRAMS.slice(1), "etcd", "etcdctl", "etcdutl");
    expect(needs()).toEqual({
      diskMiB: 1_024 + 3_072 + 640 + 768 + 128 + 768 + 1_216,
      memoryMiB: 2_560,
      go: "1.26.3",
    });
  });

  test("names what is to be made", () => {
    make("containerd", "cni", "coredns");
    expect(all("1.35").absent).toEqual(["kubernetes-1.35", "etcd", "stand-ins"]);
    onPath(...KUBERNETES_PROGRAMS);
    expect(all().absent).toEqual(["etcd", "stand-ins"]);
  });

  test("is about the Kubernetes that is asked for", () => {
    make("kubernetes-1.36", "containerd", "etcd", "cni", "coredns", "stand-ins", "assembled");
    expect(needs("1.35")).toEqual({ diskMiB: 1_024 + 3_072, memoryMiB: 2_560, go: "1.25.0" });
  });

  test("takes upstream's archives without a Go, and a Go of upstream's for what has none", () => {
    const releases = { mirror: undefined, architecture: "amd64", preferred: false } as const;
    const without = () => needs(undefined, { go: undefined, releases });
    const url = "https://dl.k8s.io/v1.36.2/kubernetes-server-linux-amd64.tar.gz";
    const most = 1_024 + 1_536 + 128 + 192 + 192 + 768 + 1_216 + 320;
    expect(without()).toEqual({ diskMiB: most, memoryMiB: 0, go: "1.26.3", url });
    make("kubernetes-1.36", "containerd", "etcd", "cni");
    const go = "https://dl.google.com/go/go1.26.7.linux-amd64.tar.gz";
    expect(without()).toEqual({ diskMiB: 1_024 + 768 + 1_216 + 320, memoryMiB: 0, go: "1.26.0", url: go });
    make("coredns");
    expect(without()).toEqual({ diskMiB: 1_024 + 1_216 + 320, memoryMiB: 0, go: "1.26.0", url: go });
    make("stand-ins", "assembled");
    expect(without()).toEqual(NOTHING_TO_MAKE);
  });

  test("is asked of the recipes and modules that are there now", () => {
    make("kubernetes-1.36", "containerd", "etcd", "cni", "coredns", "stand-ins", "assembled");
    for (const name of ["artefacts", "programs"]) {
      cpSync(resolve(recipes, "..", name), at(name), { recursive: true });
    }
    const go = at("programs", "etcd", "go.mod");
    writeFileSync(go, readFileSync(go, "utf8").replace(/^go .*$/m, "go 1.99"));
    expect(needs(undefined, { recipes: at("artefacts") })).toEqual({
      diskMiB: 1_024 + 640,
      memoryMiB: 0,
      go: "1.99",
    });
  });
});
