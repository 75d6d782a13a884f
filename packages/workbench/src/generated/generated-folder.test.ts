import { expect, it } from "vitest";
import { isOurs } from "./generated-folder.ts";

it.each([
  ["machines.nix", true],
  ["nodes/gone.nix", true],
  [".machines.nix.0123456789ab.tmp", true],
  ["nodes/.gone.nix.0123456789ab.tmp", true],
  [".mine.0123456789ab.tmp", false],
  [".mine.tmp", false],
  ["nodes/README.md", false],
])("generate may have made %s: %s", (path, ours) => {
  expect(isOurs(path)).toBe(ours);
});
