import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makingNeeds } from "./making-needs.ts";
import { KUBERNETES_PROGRAMS } from "./programs.ts";
import type { RecipeName } from "./recipe.ts";
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
          : artefactPath({ cache: at("cache"), recipes }, name);
      mkdirSync(path, { recursive: true });
    }
  };
  const onPath = (...names: readonly string[]) => {
    for (const name of names) writeFileSync(at("bin", name), "", { mode: 0o755 });
  };
  const needs = () => makingNeeds({ cache: at("cache"), recipes, path: at("bin") });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "quorate-making-needs-"));
    mkdirSync(at("bin"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test("takes the most where there is nothing, and nothing where there is all", () => {
    expect(needs()).toEqual({ diskMiB: 768 + 2_048 + 128, memoryMiB: 1_024 });
    make("toolchain");
    expect(needs()).toEqual({ diskMiB: 2_048 + 128, memoryMiB: 1_024 });
    make("kubernetes");
    expect(needs()).toEqual({ diskMiB: 512 + 128, memoryMiB: 0 });
    make("stand-ins");
    expect(needs()).toEqual({ diskMiB: 512, memoryMiB: 0 });
    make("assembled");
    expect(needs()).toEqual({ diskMiB: 0, memoryMiB: 0 });
  });

  test("takes no toolchain where what it makes is there", () => {
    make("kubernetes", "stand-ins", "assembled");
    expect(needs()).toEqual({ diskMiB: 0, memoryMiB: 0 });
  });

  test("takes no compiler for Kubernetes that is on PATH, and no toolchain where Go is as well", () => {
    onPath(...KUBERNETES_PROGRAMS);
    expect(needs()).toEqual({ diskMiB: 768 + 512 + 128, memoryMiB: 0 });
    onPath("go");
    expect(needs()).toEqual({ diskMiB: 512 + 128, memoryMiB: 0 });
  });

  test("is asked of the recipes that are there now", () => {
    make("toolchain", "kubernetes", "stand-ins", "assembled");
    cpSync(recipes, at("recipes"), { recursive: true });
    writeFileSync(at("recipes", "build-kubernetes"), "another");
    expect(makingNeeds({ cache: at("cache"), recipes: at("recipes"), path: at("bin") })).toEqual({
      diskMiB: 2_048,
      memoryMiB: 1_024,
    });
  });
});
