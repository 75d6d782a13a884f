import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nixFile } from "./file-node.ts";
import { nixFloat } from "./float-node.ts";
import { fromValue, MAX_DEPTH } from "./from-value.ts";
import { print } from "./print.ts";
import { arbitraryValue } from "./testing/arbitrary-value.ts";
import { decode, type Encoded, encode, hasFloat, same } from "./testing/encoded.ts";
import { missingKinds } from "./testing/missing-kinds.ts";
import { compareInNix, instantiate } from "./testing/real-nix.ts";
import type { NixValue } from "./value.ts";

const SAMPLES = 6000;

describe("what real Nix makes of the printed text", () => {
  test(`is the value again, for ${SAMPLES} random values in one run`, () => {
    const seed = Math.trunc(Math.random() * 2 ** 31);
    const values = fc.sample(arbitraryValue, { numRuns: SAMPLES, seed });
    expect(missingKinds(values)).toEqual([]);
    const printed = values.map((value) => print(fromValue(value)));
    const verdicts = compareInNix(printed, values);
    expect(verdicts).toHaveLength(SAMPLES);
    const wrong = printed.filter((_, i) => {
      const verdict = verdicts[i];
      const value = values[i];
      return (
        verdict === undefined ||
        value === undefined ||
        !verdict.equal ||
        !same(verdict.encoded, encode(value))
      );
    });
    expect(wrong.slice(0, 3), `${wrong.length} wrong, seed ${seed}`).toEqual([]);
    // What Nix has read prints as the same text again: nothing of it was a matter of chance.
    const exact = verdicts.flatMap(({ encoded }, i) =>
      hasFloat(encoded) ? [] : [{ encoded, text: printed[i] }],
    );
    expect(exact.length).toBeGreaterThan(SAMPLES / 2);
    for (const { encoded, text } of exact) expect(print(fromValue(decode(encoded)))).toBe(text);
  });

  test.each<[string, NixValue]>([
    ["every escape", '"\\\n\r\t${x}$${x}$$${x}$\\{$'],
    ["single dollars", ["$", "$$", "$$$", "a$", "$a", '$"', "$\\", "$\n", "$$\n{x}", "$ {x}", "{x}"]],
    [
      "what ends an indented string",
      ["a\n''", "''\na", "a\n'", "a'\n", "'\n'", "a\n''${x}", "a\n'${x}", "a\n$'\nb"],
    ],
    ["interpolation in an indented string", ["a\n${x}\n", "${x}\n${y}", "a\n$${x}\n", "a\n  ${x}${y}"]],
    [
      "indentation",
      ["a\n b\n", " a\nb\n", " a\n b\n", "a\n\n b", "a\n\n", "\na\nb", "a\n   \nb", "a\n\tb\nc", "a \nb"],
    ],
    [
      "one of each control character",
      String.fromCharCode(...Array.from({ length: 32 }, (_, i) => i + 1), 127, 133),
    ],
    ["white space beyond ASCII", ["a\n\u00a0b\nc", "\u2028\n\u2029", "\u3000a\nb", "\ufeffa\nb"]],
    ["the ends of the integers", [-(2n ** 63n), 2n ** 63n - 1n, -(2 ** 63), 2 ** 62, -0, 0]],
    [
      "the ends of the floats",
      [5e-324, -5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308],
    ],
    ["a set that is a derivation to ==", { type: "derivation", outPath: "a", name: "b" }],
    ["sets that are strings or functions to others", [{ outPath: 1 }, { __toString: 1 }, { __functor: 1 }]],
    ["an attribute __proto__", JSON.parse('{"__proto__": {"a": 1}, "a": {"__proto__": 2}}')],
    ["the deepest lists", nest((value) => [value])],
    ["the deepest sets", nest((value) => ({ a: value }))],
    ["the deepest sets with quoted names", nest((value) => ({ "": value, b: -1 }))],
  ])("is the value again: %s", (_, value) => {
    const [verdict] = compareInNix([print(fromValue(value))], [value]);
    expect(verdict?.equal).toBe(true);
    expect(verdict?.encoded).toSatisfy((encoded: Encoded) => same(encoded, encode(value)));
  });

  test("is a float where a float was asked for", () => {
    const printed = [1, -0, 1e22, -2].map((value) => print(nixFloat(value)));
    const kinds = compareInNix(printed, [1, 0, 1e22, -2]).map(({ encoded: [type] }) => type);
    expect(kinds).toEqual(["float", "float", "float", "float"]);
  });

  test("is no part of the header, whatever breaks its lines", () => {
    const breaks = ["\n", "\r", "\r\n", "\n\r", "\u0085", "\u2028", "\v", "*/", "/*"];
    const header = breaks.map((line) => `x${line}builtins.abort "code"`).join("\n");
    const folder = mkdtempSync(join(tmpdir(), "quorate-nix-"));
    try {
      const file = join(folder, "file.nix");
      writeFileSync(file, print(nixFile(header, fromValue({ a: 1 }))));
      expect(JSON.parse(instantiate(file))).toEqual({ a: 1 });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("the comparison itself", () => {
  /** Each is a text that is almost the print of its value. */
  const nearly: readonly [text: string, value: NixValue][] = [
    ["1.0", 1],
    ["1", 1.5],
    ["0.30000000000000004", 0.3],
    ["0.1000000000000000055511151231257828", 0.10000000000000002],
    ["9223372036854775806", 2n ** 63n - 1n],
    ["{ a = null; }", {}],
    ["{ }", { a: null }],
    ["[ ]", {}],
    ['"a"', "b"],
    ['"a\r"', "a\r"],
    ['"$${x}"', "${x}"],
    ["''\n  a\n  b''", "a\nb\n"],
    ["''\n   a\n   b''", " a\n b"],
    ['{ type = "derivation"; outPath = "a"; b = 1; }', { type: "derivation", outPath: "a", b: 2 }],
    ["[ [ 1 ] ]", [[2]]],
    ["true", "true"],
    ["null", false],
  ];

  test("finds each text that is nearly right", () => {
    const verdicts = compareInNix(
      nearly.map(([text]) => text),
      nearly.map(([, value]) => value),
    );
    for (const [i, [text]] of nearly.entries()) expect(verdicts[i]?.equal, text).toBe(false);
  });

  test("finds them also without Nix's reading of the JSON, but for the last digits of floats", () => {
    const verdicts = compareInNix(
      nearly.map(([text]) => text),
      nearly.map(([, value]) => value),
    );
    const unseen = nearly.filter(([, value], i) => {
      const encoded = verdicts[i]?.encoded;
      return encoded !== undefined && same(encoded, encode(value));
    });
    expect(unseen.map(([text]) => text)).toEqual([
      "0.30000000000000004",
      "0.1000000000000000055511151231257828",
    ]);
  });

  test("fails on a text that is no Nix", () => {
    expect(() => compareInNix(["{ a = 1 }"], [1])).toThrow(/syntax error/);
    expect(() => compareInNix(["[ 1 ] ++ builtins.x"], [1])).toThrow(/attribute 'x' missing/);
  });
});

function nest(shell: (value: NixValue) => NixValue): NixValue {
  let value: NixValue = "core";
  for (let depth = 0; depth < MAX_DEPTH; depth++) value = shell(value);
  return value;
}
