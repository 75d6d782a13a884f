import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inputPrefixes, labNixConfig, overridesFor, ownDoubles } from "./doubles.ts";

function flake(lock?: object): string {
  const folder = mkdtempSync(join(tmpdir(), "quorate-doubles-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (lock !== undefined) writeFileSync(join(folder, "flake.lock"), JSON.stringify(lock));
  return folder;
}

test.each([
  { inputs: ["disko", "nixpkgs", "treefmt-nix"], prefixes: [""] },
  { inputs: ["quorate"], prefixes: ["quorate/"] },
  { inputs: ["nixpkgs", "quorate"], prefixes: ["", "quorate/"] },
  { inputs: ["other"], prefixes: [] },
])("a flake with the inputs $inputs", ({ inputs, prefixes }) => {
  expect(inputPrefixes(inputs)).toEqual(prefixes);
});

test("the doubles take the place of a locked flake's inputs", () => {
  const folder = flake({ root: "root", nodes: { root: { inputs: { nixpkgs: "nixpkgs" } }, nixpkgs: {} } });
  expect(overridesFor(folder, ownDoubles("/q"))).toEqual([
    ...["--override-input", "nixpkgs=path:/q/packages/lab/nixpkgs"],
    ...["--override-input", "disko=path:/q/packages/lab/disko"],
  ]);
});

test("a flake without a lock is a cluster of the template", () => {
  expect(overridesFor(flake(), ownDoubles("/q"))[1]).toBe("quorate/nixpkgs=path:/q/packages/lab/nixpkgs");
});

test("Nix builds as root where it has no users to build as", () => {
  expect(labNixConfig(undefined, "root:x:0:\n", [])).toContain("build-users-group =\n");
  expect(labNixConfig(undefined, "nixbld:x:3:\n", [])).toContain("build-users-group =\n");
  expect(labNixConfig(undefined, "nixbld:x:3:nixbld1,nixbld2\n", [])).not.toContain("build-users-group");
});

test("what was configured stays, before what the lab needs", () => {
  expect(labNixConfig("cores = 1", "", ["sandbox = false"])).toMatch(/^cores = 1\n[\s\S]*sandbox = false\n/);
});
