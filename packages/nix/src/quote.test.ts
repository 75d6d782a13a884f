import { expect, test } from "vitest";
import { quote } from "./quote.ts";

test.each([
  ["", '""'],
  ["plain", '"plain"'],
  ['"', '"\\""'],
  ["\\", '"\\\\"'],
  ["\n", '"\\n"'],
  ["\r", '"\\r"'],
  ["\t", '"\\t"'],
  ["${", '"\\${"'],
  ['say "hi"', '"say \\"hi\\""'],
  ["back\\slash", '"back\\\\slash"'],
  ["a\nb\rc\td", '"a\\nb\\rc\\td"'],
  ["${x}", '"\\${x}"'],
  ["$${x}", '"\\$\\${x}"'],
  ["$$${x}", '"\\$\\$\\${x}"'],
  ["\\${x}", '"\\\\\\${x}"'],
  ["''${x}", "\"''\\${x}\""],
  ["$", '"$"'],
  ["$$", '"$$"'],
  ["$ {", '"$ {"'],
  ["$\n{", '"$\\n{"'],
  ["\u0001é𝕏", '"\u0001é𝕏"'],
])("quotes %j", (text, quoted) => {
  expect(quote(text)).toBe(quoted);
});
