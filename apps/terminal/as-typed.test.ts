import { describe, expect, it } from "vitest";
import { asTyped } from "./as-typed.ts";

const checkout = { npm_package_name: "quorate", npm_lifecycle_event: "lab" };

describe("commands in hints", () => {
  it.each([
    ["Run `quorate lab up` first.", checkout, "Run `npm run lab -- up` first."],
    ["Run `quorate generate`.", checkout, "Run `npm run generate`."],
    [
      "`quorate lab logs node1`, `quorate lab down`",
      checkout,
      "`npm run lab -- logs node1`, `npm run lab -- down`",
    ],
    ["Run `git add nix` and quorate", checkout, "Run `git add nix` and quorate"],
    ["Run `quorate lab up` first.", {}, "Run `quorate lab up` first."],
    ["Run `quorate lab up` first.", { ...checkout, npm_package_name: "mine" }, "Run `quorate lab up` first."],
  ])("%s, with %j, reads %s", (text, environment, expected) => {
    expect(asTyped(text, environment)).toBe(expected);
  });
});
