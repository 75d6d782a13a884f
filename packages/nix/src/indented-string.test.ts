import { expect, test } from "vitest";
import { indentedLines } from "./indented-string.ts";

test.each<[string, readonly string[]]>([
  ["a\nb", ["a", "b"]],
  ["a\nb\n", ["a", "b", ""]],
  ["a\n\n b\n\n", ["a", "", " b", "", ""]],
  [" a\nb", [" a", "b"]],
  ["a $x $ { '\nb'c\\ \"", ["a $x $ { '", "b'c\\ \""]],
  ["${a}\n${b}", ["''${a}", "''${b}"]],
])("indents %j", (text, lines) => {
  expect(indentedLines(text)).toEqual(lines);
});

test.each([
  "",
  "a",
  "a\n",
  "\n",
  "\na\nb",
  " a\n b",
  "a\nb ",
  "a \nb",
  "a\n  \nb",
  "a\n''",
  "a\n'",
  "a\n'${b}",
  "a\n'$",
  "a\n$${b}",
  "a\tb\nc",
  "a\r\nb",
  "a\n\u0001",
  "a\n\u007f",
  "a\n\u00a0b",
  "a\n\u2028b",
])("leaves %j to double quotes", (text) => {
  expect(indentedLines(text)).toBeUndefined();
});
