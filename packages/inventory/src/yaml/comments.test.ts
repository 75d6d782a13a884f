import fc from "fast-check";
import { expect, it } from "vitest";
import { INVENTORIES } from "../testing/inventories.ts";
import { commentsOf } from "./comments.ts";

it("of a file are told by their line, and by what they are about", () => {
  const text = [
    "---",
    "# above a",
    "a: 1 # beside a",
    "b: 'x # no comment'",
    "c: |",
    "  # no comment",
    "d: [1, # inside of d",
    "  2]",
    "e:",
    "  # above f",
    "  f: x#y",
    "  # set in deeper than g",
    "g: 'two",
    "  lines' # beside the end of g",
    "# after all",
  ].join("\n");
  expect(commentsOf(text).map((one) => [one.line, one.about, one.text])).toEqual([
    [2, 3, "above a"],
    [3, 3, "beside a"],
    [7, 7, "inside of d"],
    [10, 11, "above f"],
    [12, 11, "set in deeper than g"],
    [14, 14, "beside the end of g"],
    [15, undefined, "after all"],
  ]);
});

it("are where they say, whatever the file is", () => {
  const piece = fc.constantFrom(
    "#",
    " # x",
    "\n",
    "\r\n",
    "a: ",
    "'",
    '"',
    "|\n",
    "- ",
    "[",
    "}",
    "--- ",
    "%Y\n",
    "x",
    " ",
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(INVENTORIES)),
      fc.array(piece, { maxLength: 12 }),
      (start, pieces) => {
        const text = start + pieces.join("");
        for (const { range, text: words, line } of commentsOf(text)) {
          expect(text[range[0]]).toBe("#");
          expect(text.slice(range[0] + 1, range[1]).trim()).toBe(words);
          expect(text.slice(0, range[0]).split("\n")).toHaveLength(line);
        }
      },
    ),
  );
});
