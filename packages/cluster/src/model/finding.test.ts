import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finding, placeName, quote } from "./finding.ts";

describe("quote", () => {
  it.each([
    ["node1", '"node1"'],
    ['a"b\\', '"a\\"b\\\\"'],
    ["a\nb\0", '"a\\nb\\u0000"'],
    ["\u001b[2J\u009b", '"\\u001b[2J\\u009b"'],
    ["nod\u0435", '"nod\\u0435"'],
    ["\u202eno\u200bde", '"\\u202eno\\u200bde"'],
    ["k\u00fcche", '"k\u00fcche"'],
    ["\ud83d\ude00", '"\\u{1f600}"'],
    ["\ud800", '"\\ud800"'],
    [undefined, "undefined"],
    [5, "5"],
  ])("%j", (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  it("is short and holds ASCII and Latin letters alone, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(quote(text)).toMatch(/^"[\x20-\x7e\u00c0-\u024f]*…?"$/);
        expect(quote(text).length).toBeLessThanOrEqual(80);
      }),
    );
  });
});

it("placeName writes a path as it would be written in the file", () => {
  expect(placeName(["machines", "node-1", "taints", 0, "key"])).toBe("machines.node-1.taints[0].key");
  expect(placeName(["machines", "a b\n"])).toBe('machines."a b\\n"');
});

it("finding takes its severity from its code, and escapes what could steer a terminal", () => {
  expect(finding("asn-public", ["a"], "\u001b[2J\u202e", "x\n")).toEqual({
    code: "asn-public",
    severity: "warning",
    path: ["a"],
    message: "\\u001b[2J\\u202e",
    hint: "x\\u000a",
  });
  expect(finding("etcd-even", [], "x".repeat(2000), "y").message).toHaveLength(500);
});
