import fc from "fast-check";
import { expect, test } from "vitest";
import { firstDifference } from "./first-difference.ts";

test.each([
  ["a text", { a: { b: "x" } }, { a: { b: "y" } }, { path: ["a", "b"], before: "x", after: "y" }],
  ["the first of two", { a: 1, b: 1 }, { a: 2, b: 2 }, { path: ["a"], before: 1, after: 2 }],
  ["a field that came", { a: 1 }, { a: 1, b: 2 }, { path: ["b"], before: undefined, after: 2 }],
  ["a field that went", { b: null }, {}, { path: ["b"], before: null, after: undefined }],
  ["an element that came", [1], [1, 2], { path: ["1"], before: undefined, after: 2 }],
  ["a list for a set", { a: [] }, { a: {} }, { path: ["a"], before: [], after: {} }],
  ["nothing for a set", { a: null }, { a: {} }, { path: ["a"], before: null, after: {} }],
])("finds %s", (_, before, after, difference) => {
  expect(firstDifference(before, after)).toEqual(difference);
});

test("finds nothing in a copy, whatever it is", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(firstDifference(value, structuredClone(value))).toBeUndefined();
    }),
  );
});

test("finds a difference exactly where the texts of two values differ", () => {
  const value = fc.jsonValue({ maxDepth: 2 }).map((json) => JSON.parse(JSON.stringify(json)) as unknown);
  fc.assert(
    fc.property(value, value, (before, after) => {
      const found = firstDifference(before, after);
      const at = (whole: unknown) =>
        found?.path.reduce<unknown>((part, name) => new Map(Object.entries(part as object)).get(name), whole);
      if (found === undefined) expect(after).toEqual(before);
      else {
        expect(at(before)).toBe(found.before);
        expect(at(after)).toBe(found.after);
        expect(found.before).not.toBe(found.after);
      }
    }),
  );
});
