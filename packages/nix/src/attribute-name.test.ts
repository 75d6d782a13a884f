import { expect, test } from "vitest";
import { attributeName } from "./attribute-name.ts";

test.each([
  "a",
  "_",
  "A1",
  "a-b",
  "a'",
  "a-",
  "__functor",
  "true",
  "false",
  "null",
  "import",
  "builtins",
  "inherits",
])("leaves %s bare", (name) => {
  expect(attributeName(name)).toBe(name);
});

test.each(["", "1a", "-a", "'a", "a.b", "a b", "a\n", "ä", "a/b", ...keywords()])("quotes %j", (name) => {
  expect(attributeName(name)).toBe(name === "a\n" ? '"a\\n"' : `"${name}"`);
});

test("cannot be made to leave its quotes", () => {
  expect(attributeName('a"; b = ${c}; "')).toBe('"a\\"; b = \\${c}; \\""');
});

function keywords(): readonly string[] {
  return ["assert", "else", "if", "in", "inherit", "let", "or", "rec", "then", "with"];
}
