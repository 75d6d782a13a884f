import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { optionsDocument, readOptions } from "./document.ts";
import type { Options } from "./option.ts";

const committed = readFileSync(new URL("../nixos-options.json", import.meta.url), "utf8");
const prefixes: readonly string[] = JSON.parse(
  readFileSync(new URL("../../../nix/options/prefixes.json", import.meta.url), "utf8"),
);

function committedOptions(): Options {
  const reading = readOptions(committed);
  if (reading.kind === "unreadable") throw new Error(reading.message);
  return reading.options;
}

describe("nixos-options.json", () => {
  it("is as this project writes it", () => {
    expect(optionsDocument(committedOptions())).toBe(committed);
  });

  it("holds what the prefixes ask for, all of it and nothing else", () => {
    const within = (name: string, prefix: string) => name === prefix || name.startsWith(`${prefix}.`);
    const names = Object.keys(committedOptions());
    expect(prefixes.filter((prefix) => !names.some((name) => within(name, prefix)))).toEqual([]);
    expect(names.filter((name) => !prefixes.some((prefix) => within(name, prefix)))).toEqual([]);
    expect([...prefixes].sort()).toEqual(prefixes);
  });
});

describe("optionsDocument", () => {
  it("sorts at every level and ends its last line", () => {
    const option = {
      type: "t",
      readOnly: false,
      kind: { kind: "str" },
      internal: false,
      default: { b: 1, a: 2 },
      defaultKind: "literal",
    } as const;
    const text = optionsDocument({ b: option, a: option });
    expect(text.match(/"\w+"(?=:)/g)?.slice(0, 8)).toEqual([
      '"a"',
      '"default"',
      '"a"',
      '"b"',
      '"defaultKind"',
      '"internal"',
      '"kind"',
      '"kind"',
    ]);
    expect(text.endsWith("}\n")).toBe(true);
  });
});

describe("readOptions", () => {
  it.each([
    ["nothing", "", "not JSON"],
    ["half a file", committed.slice(0, 1000), "not JSON"],
    ["a list", "[]", "expected record"],
    ["no option at all", "{}", "no option"],
    ["an option of another shape", '{"a.b": {"type": "string"}}', "a.b"],
    ["a kind of type that is not known", committed.replace('"kind": "bool"', '"kind": "maybe"'), "kind"],
  ])("refuses %s", (_, text, reason) => {
    const reading = readOptions(text);
    expect(reading).toMatchObject({ kind: "unreadable" });
    expect(reading.kind === "unreadable" && reading.message).toContain(reason);
  });
});
