import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { testWorld } from "../artefacts/testing/world.ts";
import { nixProblems } from "./nix-features.ts";

/** A tree whose nixpkgs asks for this, as nixpkgs writes it down, and which says that these are not there. */
function tree(missing: string): string {
  const folder = mkdtempSync(join(tmpdir(), "quorate-nix-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "lib"));
  writeFileSync(join(folder, "lib/minfeatures.nix"), `{ all = [ ]; supported = [ ]; missing = ${missing}; }`);
  return folder;
}
/** What nixpkgs says a feature is, by an expression. */
const since = (version: string) =>
  `builtins.filter ({ condition, ... }: !condition) [ { description = "at least ${version}"; condition = builtins.compareVersions "${version}" builtins.nixVersion != 1; } ]`;

test("a tree that asks for no more than this Nix has is fine, and so is none, or one that does not say", async () => {
  const world = testWorld();
  expect(await nixProblems(world, tree(since("2.3")))).toEqual([]);
  expect(await nixProblems(world, undefined)).toEqual([]);
  expect(await nixProblems(world, "/nowhere")).toEqual([]);
});

test("a Nix that the tree does not want is refused, with what the tree says", async () => {
  const problems = await nixProblems(testWorld(), tree(since("99.1")));
  expect(problems).toMatchObject([{ code: "lab-nix-too-old", exit: "wrong-input" }]);
  expect(problems[0]?.message).toMatch(
    /^this machine's Nix is \d+\.\S+, and this nixpkgs asks for what it has not: at least 99\.1$/,
  );
});

test("where there is no Nix, it is for the deployment to say so", async () => {
  const world = { ...testWorld(), run: async () => ({ code: undefined, stdout: "", stderr: "" }) };
  expect(await nixProblems(world, tree(since("99.1")))).toEqual([]);
});
