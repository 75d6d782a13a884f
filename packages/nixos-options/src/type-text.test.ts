import { describe, expect, it } from "vitest";
import type { OptionKind } from "./option.ts";
import type { OptionNode } from "./tree.ts";
import { typeArms, unionText } from "./type-text.ts";

const leaf: OptionNode = { path: ["leaf"], children: new Map() };
const under = (part: string): OptionNode => ({
  path: [],
  children: new Map([[part, { path: [part], children: new Map([["leaf", leaf]]) }]]),
});

function text(kind: OptionKind, node: OptionNode = leaf): string {
  return unionText(
    typeArms(kind, node, (at, freeform) =>
      freeform === undefined ? `Module<${at.path.join(".")}>` : `Open<${freeform.join(", ")}>`,
    ),
  );
}

const str: OptionKind = { kind: "str" };
const nullOr = (elem: OptionKind): OptionKind => ({ kind: "nullOr", elem });
const listOf = (elem: OptionKind): OptionKind => ({ kind: "listOf", elem });
const attrsOf = (elem: OptionKind): OptionKind => ({ kind: "attrsOf", elem });
const either = (...types: OptionKind[]): OptionKind => ({ kind: "either", types });

describe("typeArms", () => {
  it.each<[string, OptionKind]>([
    ["boolean", { kind: "bool" }],
    ["number", { kind: "int", min: 0 }],
    ["number", { kind: "port", min: 0, max: 65535 }],
    ["number", { kind: "float" }],
    ["string", str],
    ["string", { kind: "path" }],
    ["string", { kind: "separatedStr", sep: "\n" }],
    ["string", { kind: "strMatching", pattern: "[0-7]+" }],
    ['"a" | "b|c"', { kind: "enum", values: ["a", "b|c"] }],
    ["0 | true | null", { kind: "enum", values: [0, true, null] }],
    ["string | null", nullOr(str)],
    ["string | number", either(str, { kind: "int" })],
    // Each arm once, through all levels.
    ["string | null", either(nullOr(str), { kind: "path" })],
    [
      "{ readonly [name: string]: boolean } | readonly string[]",
      { kind: "coercedTo", from: listOf(str), to: attrsOf({ kind: "bool" }) },
    ],
    ["readonly string[]", listOf(str)],
    ["readonly (string | null)[]", listOf(nullOr(str))],
    ["readonly (readonly string[])[]", listOf(listOf(str))],
    ["readonly [string, ...string[]]", { kind: "listOf", elem: str, nonEmpty: true }],
    ["readonly [string | null, ...(string | null)[]]", { kind: "listOf", elem: nullOr(str), nonEmpty: true }],
    ["{ readonly [name: string]: readonly string[] }", attrsOf(listOf(str))],
    ["{ readonly [name: string]: NixValue }", { kind: "attrs" }],
    ["{ readonly [name: string]: NixValue }", { kind: "submodule" }],
    ["{ readonly [name: string]: string }", { kind: "submodule", freeform: attrsOf(str) }],
    ["NixValue", { kind: "anything" }],
    ["NixValue", { kind: "format", name: "JSON value" }],
    // What holds anything holds the rest as well.
    ["NixValue", either(str, { kind: "unspecified" })],
    ["SystemdValue", { kind: "systemdUnitOption" }],
    ["boolean | number | string | null", { kind: "other", name: "sysctl option value" }],
    ["NixValue", { kind: "other", name: "never heard of" }],
    // Packages are no plain data.
    ["never", { kind: "package" }],
    ["never", { kind: "raw" }],
    ["null", nullOr({ kind: "package" })],
    ["string", either({ kind: "package" }, str)],
    ["readonly never[]", listOf({ kind: "package" })],
  ])("%s", (expected, kind) => {
    expect(text(kind)).toBe(expected);
  });

  it.each<[string, OptionKind, OptionNode]>([
    ["Module<<name>>", attrsOf({ kind: "submodule" }), under("<name>")],
    ["Module<<config-name>>", attrsOf({ kind: "submodule" }), under("<config-name>")],
    ["Module<*>", listOf({ kind: "submodule" }), under("*")],
  ])("finds the options of a submodule: %s", (expected, kind, node) => {
    expect(text(kind, node)).toContain(expected);
  });

  it("tells the namer what else an open submodule takes", () => {
    const node: OptionNode = { path: [], children: new Map([["known", leaf]]) };
    expect(text({ kind: "submodule", freeform: attrsOf(nullOr(str)) }, node)).toBe("Open<string, null>");
    expect(text(nullOr({ kind: "submodule" }), node)).toBe("Module<> | null");
  });
});
