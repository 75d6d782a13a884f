import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shellWord } from "./shell-word.ts";

test.each([
  ["certs", "certs"],
  ["/a/b-c_d.ts", "/a/b-c_d.ts"],
  ["", "''"],
  ["a b", "'a b'"],
  ["it's", String.raw`'it'\''s'`],
  ["$(id)", "'$(id)'"],
  ["~", "'~'"],
])("%j is typed %s", (word, typed) => {
  expect(shellWord(word)).toBe(typed);
});

test("a shell reads what was meant", () => {
  const text = fc.string({ unit: fc.constantFrom("a", " ", "'", '"', "$", "`", "\\", "*", "\n", ";", "é") });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (words) => {
      const script = `printf '%s\\0' ${words.map(shellWord).join(" ")}`;
      expect(execFileSync("bash", ["-c", script], { encoding: "utf8" })).toBe(
        words.map((word) => `${word}\0`).join(""),
      );
    }),
    { numRuns: 20 },
  );
});
