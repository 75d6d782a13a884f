import { describe, expect, expectTypeOf, test } from "vitest";
import { fromValue, MAX_DEPTH, valueProblems } from "./from-value.ts";
import type { NixValue } from "./value.ts";
import { type NixValueCode, NixValueError, showPath } from "./value-error.ts";

const circular: Record<string, unknown> = {};
circular["self"] = circular;

class Instance {
  readonly field = 1;
}

const refused: readonly [what: string, value: unknown, code: NixValueCode, path: string][] = [
  ["NUL in a string", { services: { etcd: { name: "a\0b" } } }, "nix-nul", "services.etcd.name"],
  ["NUL in a name", { a: { "b\0": 1 } }, "nix-nul", 'a."b\0"'],
  ["a lone high surrogate", ["a", "\ud800x"], "nix-lone-surrogate", "[1]"],
  ["a lone low surrogate", { a: "\udc00\ud800" }, "nix-lone-surrogate", "a"],
  ["a lone surrogate in a name", { "\ud800": 1 }, "nix-lone-surrogate", '"\ud800"'],
  ["NaN", { a: [{ b: Number.NaN }] }, "nix-not-finite", "a[0].b"],
  ["an infinity", Number.POSITIVE_INFINITY, "nix-not-finite", "the value"],
  ["minus infinity", [Number.NEGATIVE_INFINITY], "nix-not-finite", "[0]"],
  ["an integer too great", { "x y": { let: 2n ** 63n } }, "nix-integer-range", '"x y"."let"'],
  ["an integer too small", [[-(2n ** 63n) - 1n]], "nix-integer-range", "[0][0]"],
  ["undefined", { a: undefined }, "nix-not-data", "a"],
  ["a hole in a list", new Array(1), "nix-not-data", "[0]"],
  ["a function", { a: () => 1 }, "nix-not-data", "a"],
  ["a symbol", [Symbol("a")], "nix-not-data", "[0]"],
  ["a date", { a: new Date(0) }, "nix-not-data", "a"],
  ["a map", new Map(), "nix-not-data", "the value"],
  ["an instance", { a: new Instance() }, "nix-not-data", "a"],
];

describe("fromValue", () => {
  test.each(refused)("refuses %s with its place", (_, value, code, place) => {
    const error = thrownBy(() => fromValue(value as NixValue));
    expect(error.code).toBe(code);
    expect(showPath(error.path)).toBe(place);
    expect(error.message.startsWith(place)).toBe(true);
    expect(error.hint).not.toBe("");
  });

  test("refuses what contains itself", () => {
    expect(thrownBy(() => fromValue(circular as NixValue)).code).toBe("nix-too-deep");
  });

  test.each([0, 1])("allows a depth of MAX_DEPTH and not one more (%i)", (more) => {
    let value: NixValue = 1;
    for (let depth = 0; depth < MAX_DEPTH + more; depth++) value = depth % 2 === 0 ? [value] : { a: value };
    expect(valueProblems(value).map(({ code }) => code)).toEqual(more === 0 ? [] : ["nix-too-deep"]);
  });

  test("says of what is no data that it is none, also where nothing may be nested any more", () => {
    let value: unknown;
    for (let depth = 0; depth < MAX_DEPTH; depth++) value = [value];
    expect(valueProblems(value).map(({ code }) => code)).toEqual(["nix-not-data"]);
  });

  test("makes the tree, frozen throughout, with sorted names", () => {
    const tree = fromValue({ b: [1, 1.5, null], a: "x", c: true });
    expect(tree).toEqual({
      kind: "attrset",
      bindings: [
        { name: "a", value: { kind: "string", value: "x" } },
        {
          name: "b",
          value: {
            kind: "list",
            items: [{ kind: "int", value: 1n }, { kind: "float", value: 1.5 }, { kind: "null" }],
          },
        },
        { name: "c", value: { kind: "bool", value: true } },
      ],
    });
    expect(isFrozen(tree)).toBe(true);
  });

  test.each<[NixValue, unknown]>([
    [-0, { kind: "int", value: 0n }],
    [2 ** 62, { kind: "int", value: 2n ** 62n }],
    [2 ** 63, { kind: "float", value: 2 ** 63 }],
    [-(2 ** 63), { kind: "int", value: -(2n ** 63n) }],
    [-(2 ** 64), { kind: "float", value: -(2 ** 64) }],
    [1e300, { kind: "float", value: 1e300 }],
  ])("takes %d for the right kind of number", (value, node) => {
    expect(fromValue(value)).toEqual(node);
  });

  test("takes an object without a prototype, and a proper pair of surrogates", () => {
    expect(valueProblems(Object.assign(Object.create(null), { "😀": "😀" }))).toEqual([]);
  });

  test("does not take undefined for an attribute left out, not even in types", () => {
    expectTypeOf<{ a: undefined }>().not.toExtend<NixValue>();
    expectTypeOf<{ readonly a: readonly [1, "b", null, { c: true }] }>().toExtend<NixValue>();
    expectTypeOf<() => string>().not.toExtend<NixValue>();
  });
});

describe("valueProblems", () => {
  test("finds all problems, each with its place", () => {
    const value = { a: "\0", b: [1, Number.NaN, { c: undefined, "\0": 1 }], d: "fine" };
    expect(valueProblems(value).map(({ code, path }) => [code, showPath(path)])).toEqual([
      ["nix-nul", "a"],
      ["nix-not-finite", "b[1]"],
      ["nix-not-data", "b[2].c"],
      ["nix-nul", 'b[2]."\0"'],
    ]);
  });

  test("finds none where there is none", () => {
    expect(valueProblems({ a: ["${x}", { "a b": -1n }] })).toEqual([]);
  });
});

function thrownBy(action: () => unknown): NixValueError {
  try {
    action();
  } catch (error) {
    if (error instanceof NixValueError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function isFrozen(value: unknown): boolean {
  return (
    Object.isFrozen(value) &&
    (typeof value !== "object" || value === null || Object.values(value).every(isFrozen))
  );
}
