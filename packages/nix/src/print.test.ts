import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nixFile } from "./file-node.ts";
import { nixFloat } from "./float-node.ts";
import { fromValue } from "./from-value.ts";
import { nixList } from "./list-node.ts";
import { print } from "./print.ts";
import { arbitraryValue } from "./testing/arbitrary-value.ts";
import type { NixValue } from "./value.ts";

const x = (width: number): string => "x".repeat(width);

/** Every text here is one that nixfmt leaves alone. */
const layouts: readonly [what: string, value: NixValue, text: string][] = [
  ["an empty set", {}, "{ }\n"],
  ["an empty list", [], "[ ]\n"],
  [
    "scalars",
    { a: null, b: true, c: false, d: 1, e: 1.5, f: "f" },
    '{\n  a = null;\n  b = true;\n  c = false;\n  d = 1;\n  e = 1.5;\n  f = "f";\n}\n',
  ],
  ["a list of one", [1], "[ 1 ]\n"],
  ["a list of two", [1, 2], "[\n  1\n  2\n]\n"],
  ["a list of one list of one", [[[]]], "[ [ [ ] ] ]\n"],
  ["a list of one list of two", [[1, 2]], "[\n  [\n    1\n    2\n  ]\n]\n"],
  ["a list of one set", [{ a: 1 }], "[\n  {\n    a = 1;\n  }\n]\n"],
  ["a list of one empty set", [{}], "[ { } ]\n"],
  [
    "a negative number",
    { a: -1, b: -1.5, c: [-1], d: [-1.5, -2] },
    "{\n  a = -1;\n  b = -1.5;\n  c = [ (-1) ];\n  d = [\n    (-1.5)\n    (-2)\n  ];\n}\n",
  ],
  ["the least integer", [-(2n ** 63n)], "[ (-9223372036854775807 - 1) ]\n"],
  [
    "numbers with an exponent",
    { a: 1e300, b: 1.5e-7, c: 1e-7 },
    "{\n  a = 1.0e+300;\n  b = 1.5e-7;\n  c = 1.0e-7;\n}\n",
  ],
  ["sets of one as a path", { boot: { tmp: { useTmpfs: true } } }, "{\n  boot.tmp.useTmpfs = true;\n}\n"],
  ["a path to an empty set", { a: { b: {} } }, "{\n  a.b = { };\n}\n"],
  ["a path to a list", { a: { b: [1, 2] } }, "{\n  a.b = [\n    1\n    2\n  ];\n}\n"],
  [
    "no path to a set of two",
    { a: { b: { c: 1, d: 2 } } },
    "{\n  a = {\n    b = {\n      c = 1;\n      d = 2;\n    };\n  };\n}\n",
  ],
  [
    "a path of four names at most",
    { a: { b: { c: { d: { e: 1 } } } } },
    "{\n  a = {\n    b.c.d.e = 1;\n  };\n}\n",
  ],
  [
    "no path with a quoted name",
    { a: { "b.c": { d: { e: 1 } } } },
    '{\n  a = {\n    "b.c" = {\n      d.e = 1;\n    };\n  };\n}\n',
  ],
  [
    "names in order",
    { b: 1, a: 2, B: 3, "": 4, ä: 5 },
    '{\n  "" = 4;\n  B = 3;\n  a = 2;\n  b = 1;\n  "ä" = 5;\n}\n',
  ],
  ["a text of lines", { a: "b\n\n  c\n" }, "{\n  a = ''\n    b\n\n      c\n  '';\n}\n"],
  ["a text of lines without a last newline", { a: "b\nc" }, "{\n  a = ''\n    b\n    c'';\n}\n"],
  ["a text of lines in a list", ["b\n${c}"], "[\n  ''\n    b\n    ''${c}''\n]\n"],
  ["a single line with its newline", { a: "b\n" }, '{\n  a = "b\\n";\n}\n'],
  ["a long string", { a: x(200) }, `{\n  a = "${x(200)}";\n}\n`],
  ["a long string by itself", x(200), `"${x(200)}"\n`],
  ["a long string in a list, as wide as may be", [x(94)], `[ "${x(94)}" ]\n`],
  ["a long string in a list, too wide", [x(95)], `[\n  "${x(95)}"\n]\n`],
  ["a list of one, as wide as may be with its name", { a: [x(89)] }, `{\n  a = [ "${x(89)}" ];\n}\n`],
  ["a list of one, too wide with its name", { a: [x(90)] }, `{\n  a = [\n    "${x(90)}"\n  ];\n}\n`],
  ["a width counted in characters and not in UTF-16 units", ["𝕏".repeat(94)], `[ "${"𝕏".repeat(94)}" ]\n`],
  [
    "a long string behind a quoted name, as wide as may be",
    { "b c": x(89) },
    `{\n  "b c" = "${x(89)}";\n}\n`,
  ],
  ["a long string behind a quoted name, too wide", { "b c": x(90) }, `{\n  "b c" =\n    "${x(90)}";\n}\n`],
  ["a number behind a long name", { [x(94)]: 12 }, `{\n  ${x(94)} = 12;\n}\n`],
  ["a number behind a name too long", { [x(95)]: 12 }, `{\n  ${x(95)} =\n    12;\n}\n`],
  [
    "a set behind a name too long",
    { [x(99)]: { a: 1, b: 2 } },
    `{\n  ${x(99)} = {\n    a = 1;\n    b = 2;\n  };\n}\n`,
  ],
  [
    "a set behind a quoted name too long",
    { [`${x(95)} `]: { a: 1 } },
    `{\n  "${x(95)} " =\n    {\n      a = 1;\n    };\n}\n`,
  ],
];

/** Where the opening bracket of a value still fits behind a quoted name, and where it no longer does. */
const openings: readonly [what: string, value: NixValue, text: string][] = [
  [
    "a set that opens in the last column",
    { [`${x(93)} `]: { a: 1 } },
    `{\n  "${x(93)} " = {\n    a = 1;\n  };\n}\n`,
  ],
  [
    "a set that opens beyond it",
    { [`${x(94)} `]: { a: 1 } },
    `{\n  "${x(94)} " =\n    {\n      a = 1;\n    };\n}\n`,
  ],
  [
    "a text that opens in the last column",
    { [`${x(92)} `]: "a\nb\n" },
    `{\n  "${x(92)} " = ''\n    a\n    b\n  '';\n}\n`,
  ],
  [
    "a text that opens beyond it",
    { [`${x(93)} `]: "a\nb\n" },
    `{\n  "${x(93)} " =\n    ''\n      a\n      b\n    '';\n}\n`,
  ],
  ["an empty list, which does not break", { [`${x(92)} `]: [] }, `{\n  "${x(92)} " =\n    [ ];\n}\n`],
];

describe("print", () => {
  test.each(openings)("breaks behind a long name: %s", (_, value, text) => {
    expect(print(fromValue(value))).toBe(text);
  });

  test.each(layouts)("lays out as nixfmt does: %s", (_, value, text) => {
    expect(print(fromValue(value))).toBe(text);
  });

  test.each<[string, string]>([
    ["Generated; do not edit.", "# Generated; do not edit.\n{ }\n"],
    ["a\n\nb  \r\nc\rd", "# a\n#\n# b\n# c\n# d\n{ }\n"],
    ["", "{ }\n"],
  ])("puts the header %j in front as a comment", (header, text) => {
    expect(print(nixFile(header, fromValue({})))).toBe(text);
  });

  test("does not indent the body of a file", () => {
    expect(print(nixFile("a", fromValue({ b: [1, 2] })))).toBe("# a\n{\n  b = [\n    1\n    2\n  ];\n}\n");
  });

  test.each([
    [Number.MIN_VALUE, "2.220446049250313e-16 * 2.2250738585072014e-308\n"],
    [-(2 ** -1030), "-0.00390625 * 2.2250738585072014e-308\n"],
    [2.225073858507201e-308, "0.9999999999999998 * 2.2250738585072014e-308\n"],
    [2.2250738585072014e-308, "2.2250738585072014e-308\n"],
  ])("writes %d, which Nix would refuse below its least normal float, as a product", (value, text) => {
    expect(print(nixFloat(value))).toBe(text);
  });

  test("keeps a float a float", () => {
    expect(print(nixList([nixFloat(1), nixFloat(-0), nixFloat(-3)]))).toBe("[\n  1.0\n  0.0\n  (-3.0)\n]\n");
  });

  test("does not depend on the order of attributes", () => {
    fc.assert(
      fc.property(arbitraryValue, (value) => {
        expect(print(fromValue(reversed(value)))).toBe(print(fromValue(value)));
      }),
    );
  });

  test("gives different values different texts", () => {
    fc.assert(
      fc.property(arbitraryValue, arbitraryValue, (a, b) => {
        fc.pre(key(a) !== key(b));
        expect(print(fromValue(a))).not.toBe(print(fromValue(b)));
      }),
    );
  });

  test("ends in one newline, without blanks at the ends of lines, tabs or carriage returns", () => {
    fc.assert(
      fc.property(arbitraryValue, (value) => {
        expect(print(fromValue(value))).toMatch(/[^\n]\n$/);
        expect(print(fromValue(value))).not.toMatch(/ \n|[\t\r]/);
      }),
    );
  });
});

function reversed(value: NixValue): NixValue {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, item]) => [name, reversed(item)]),
  );
}

/** The same for two values just when they are the same to Nix. */
function key(value: NixValue): string {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value).toString() : value.toString();
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(key).join()}]`;
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}:${key(item)}`)
    .sort()
    .join()}}`;
}

function isList(value: NixValue): value is readonly NixValue[] {
  return Array.isArray(value);
}
