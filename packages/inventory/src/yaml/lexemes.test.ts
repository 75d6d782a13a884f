import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CST, Lexer } from "yaml";
import { INVENTORIES } from "../testing/inventories.ts";
import { type Told, toldText } from "../testing/told-text.ts";
import { lexemesOf } from "./lexemes.ts";

const marks: readonly string[] = [CST.DOCUMENT, CST.FLOW_END, CST.SCALAR];

it.each(Object.values(INVENTORIES))("of what is set in as YAML asks for are the lexer's own", (text) => {
  expect([...lexemesOf(text)]).toEqual([...new Lexer().lex(text)]);
});

it("are the text, joined, whatever it is", () => {
  const piece = fc.constantFrom(
    ...["[", "]", "{", "}", "'", '"', "\\", ":", ": ", ",", "\n", "\r\n", "\r", " ", "\t", "  ", "#", " # "],
    ...["a", "- ", "? ", "|\n", ">-\n", "|2\n", "---\n", "--- ", "...\n", "%Y", "&a ", "*a", "!t ", "\u2028"],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      const written = [...lexemesOf(text)].filter((lexeme) => !marks.includes(lexeme));
      expect(written.join("")).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

const text = (written: string): Told => ["text", written];
const list = (...items: readonly Told[]): Told => ["list", items];
const map = (keys: { readonly [key: string]: Told }): Told => ["map", Object.entries(keys)];

describe("what is between brackets and quotes may be set in as one likes", () => {
  it.each<[string, Told]>([
    ["a: [\nb,\n c\n]\n", map({ a: list(text("b"), text("c")) })],
    ["a:\n  b: {\n c: d}\n", map({ a: map({ b: map({ c: text("d") }) }) })],
    ["a:\n    b: 'x\n\n y'\n", map({ a: map({ b: text("x\ny") }) })],
    ['a:\n- "x\\\ny"\n', map({ a: list(text("xy")) })],
    ["a: [x\ny]\nb: c\n", map({ a: list(text("x y")), b: text("c") })],
    ["a: [\n# ] no end\nx]\n", map({ a: list(text("x")) })],
    ["a: |\n  'x\nb: [\nc]\n", map({ a: text("'x\n"), b: list(text("c")) })],
    // A mark that ends a document ends it there too.
    ["a: [\n---\n]\n", ["refused"]],
    ["a: 'x\n...\n'\n", ["refused"]],
    ["a: [x\n", ["refused"]],
  ])("%j", (written, told) => {
    expect(toldText(written)).toEqual(told);
  });
});

it("what PyYAML reads is the same here (test/pyyaml wrote down what that is)", () => {
  const file = new URL("../testing/read-by-pyyaml.jsonl", import.meta.url);
  const rows = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(rows.length).toBeGreaterThan(200);
  for (const row of rows) {
    const [written, told] = JSON.parse(row) as readonly [string, Told];
    expect([written, toldText(written)]).toEqual([written, told]);
  }
});
