import { describe, expect, test } from "vitest";
import { nixAttrset } from "./attrset-node.ts";
import { nixFile } from "./file-node.ts";
import { nixFloat } from "./float-node.ts";
import { INT_MAX, INT_MIN, nixInt } from "./int-node.ts";
import { nixList } from "./list-node.ts";
import { NIX_NULL } from "./null-node.ts";
import { nixString } from "./string-node.ts";

describe("no factory makes a node that cannot be printed", () => {
  test.each<[string, () => unknown, string]>([
    ["a string with NUL", () => nixString("\0"), "nix-nul"],
    ["half a character", () => nixString("\udfff"), "nix-lone-surrogate"],
    ["an integer too great", () => nixInt(INT_MAX + 1n), "nix-integer-range"],
    ["an integer too small", () => nixInt(INT_MIN - 1n), "nix-integer-range"],
    ["NaN", () => nixFloat(Number.NaN), "nix-not-finite"],
    ["a name with NUL", () => nixAttrset([{ name: "\0", value: NIX_NULL }]), "nix-nul"],
    [
      "a name twice",
      () => nixAttrset(["a", "b", "a"].map((name) => ({ name, value: NIX_NULL }))),
      "nix-duplicate-name",
    ],
    ["a header with NUL", () => nixFile("\0", NIX_NULL), "nix-nul"],
  ])("%s", (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ name: "NixValueError", code }));
  });
});

test("a set says which of its names is wrong", () => {
  const twice = () => nixAttrset(["a", "b c", "b c"].map((name) => ({ name, value: NIX_NULL })));
  expect(twice).toThrow(expect.objectContaining({ path: ["b c"], message: '"b c" is set twice' }));
});

test("a set has its bindings in order, and frozen", () => {
  const set = nixAttrset(["c", "a", "b"].map((name) => ({ name, value: NIX_NULL })));
  expect(set).toEqual({
    kind: "attrset",
    bindings: ["a", "b", "c"].map((name) => ({ name, value: { kind: "null" } })),
  });
  expect([set, set.bindings].every(Object.isFrozen)).toBe(true);
});

test("there is one zero among the floats", () => {
  expect(nixFloat(-0)).toEqual({ kind: "float", value: 0 });
});

test("a list does not change with the array it was made from", () => {
  const items = [nixString("a")];
  const list = nixList(items);
  items.push(nixString("b"));
  expect(list.items).toHaveLength(1);
});
