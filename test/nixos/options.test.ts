import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { nixosOptionsCommand } from "../../packages/nixos-options/src/command.ts";
import { optionsDocument, readOptions } from "../../packages/nixos-options/src/document.ts";
import type { Options } from "../../packages/nixos-options/src/option.ts";

const nixpkgs = process.env["NIXPKGS"];
const expression = fileURLToPath(new URL("../../nix/options", import.meta.url));
const committed = readFileSync(
  new URL("../../packages/nixos-options/nixos-options.json", import.meta.url),
  "utf8",
);

const title =
  nixpkgs === undefined
    ? "the options of the real NixOS (not run: set NIXPKGS to a nixpkgs tree)"
    : `the options of the real NixOS in ${nixpkgs}`;

describe.skipIf(nixpkgs === undefined)(title, () => {
  it("are those of nixos-options.json, in every field", () => {
    const actual = evaluated(nixpkgs ?? "");
    const expected = options(committed);
    // Name by name first: a diff of 300 KB helps nobody.
    const differing = [...new Set([...Object.keys(actual), ...Object.keys(expected)])].filter(
      (name) => described(actual, name) !== described(expected, name),
    );
    expect(differing.map((name) => ({ name, nixpkgs: actual[name], committed: expected[name] }))).toEqual([]);
    expect(optionsDocument(actual)).toBe(committed);
  });
});

function evaluated(path: string): Options {
  const [program, ...args] = nixosOptionsCommand(path, expression).argv;
  return options(execFileSync(program, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }));
}

function options(text: string): Options {
  const reading = readOptions(text);
  if (reading.kind === "unreadable") throw new Error(reading.message);
  return reading.options;
}

function described(all: Options, name: string): string {
  const option = all[name];
  return option === undefined ? "" : optionsDocument({ [name]: option });
}
