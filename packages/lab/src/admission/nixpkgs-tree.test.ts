import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nixpkgsProblems } from "./nixpkgs-tree.ts";

const PARTS = [
  "nixos/lib/eval-config.nix",
  "pkgs/top-level/default.nix",
  "pkgs/stdenv/generic/make-derivation.nix",
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quorate-nixpkgs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function make(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
const tree = (version: string) => ({
  ...Object.fromEntries(PARTS.map((path) => [path, ""])),
  "lib/.version": version,
});

test("nothing is against none", () => {
  expect(nixpkgsProblems(undefined)).toEqual([]);
});

test.each([["26.05"], ["26.11\n"], ["27.05"]])("nothing is against nixpkgs %j", (version) => {
  make(tree(version));
  expect(nixpkgsProblems(folder)).toEqual([]);
});

test.each([
  ["25.11", "this is nixpkgs 25.11, and hosts of NixOS need 26.05 or newer"],
  ["", "this is nixpkgs of no version"],
])("nixpkgs %j is too old", (version, message) => {
  make(tree(version));
  expect(nixpkgsProblems(folder)).toMatchObject([{ code: "lab-nixpkgs-too-old", where: folder }]);
  expect(nixpkgsProblems(folder)[0]?.message).toContain(message);
});

test("an empty folder is none, and neither is what is not there", () => {
  const message = `this is no tree of nixpkgs: it has no ${PARTS.join(", no ")}`;
  expect(nixpkgsProblems(folder)).toMatchObject([{ code: "lab-nixpkgs-invalid", message }]);
  expect(nixpkgsProblems(join(folder, "nowhere"))).toMatchObject([{ code: "lab-nixpkgs-invalid", message }]);
});

test.each(["nixpkgs", "./nixpkgs", "/a b", "/a$b", "/a\nb"])("%j is no path of one", (path) => {
  expect(nixpkgsProblems(path)).toMatchObject([{ code: "lab-nixpkgs-invalid", exit: "wrong-input" }]);
});
