import fc from "fast-check";
import { expect, test } from "vitest";
import { optionChanges } from "./option-change.ts";

test.each<[string, unknown, unknown, readonly unknown[]]>([
  ["nothing", { a: { b: [1, "x"] } }, { a: { b: [1, "x"] } }, []],
  ["names in another order", { a: [{ b: 1, c: { d: 2, e: 3 } }] }, { a: [{ c: { e: 3, d: 2 }, b: 1 }] }, []],
  ["a list in another order", { a: [1, 2] }, { a: [2, 1] }, [{ option: "a", before: [1, 2], after: [2, 1] }]],
  ["a value", { a: { b: 1 } }, { a: { b: 2 } }, [{ option: "a.b", before: 1, after: 2 }]],
  ["a list, as a whole", { a: [1, 2] }, { a: [1] }, [{ option: "a", before: [1, 2], after: [1] }]],
  [
    "an option more",
    { a: {} },
    { a: { b: { c: true } } },
    [{ option: "a.b.c", before: undefined, after: true }],
  ],
  ["an option less", { a: { b: { c: true } } }, {}, [{ option: "a.b.c", before: true, after: undefined }]],
  [
    "a name that is no word",
    { sysctl: { "net.ipv4.x": 1 } },
    { sysctl: { "net.ipv4.x": 2 } },
    [{ option: 'sysctl."net.ipv4.x"', before: 1, after: 2 }],
  ],
  ["a tree in place of a value", { a: 1 }, { a: { b: 1 } }, [{ option: "a", before: 1, after: { b: 1 } }]],
  ["an empty tree more", {}, { a: {} }, [{ option: "a", before: undefined, after: {} }]],
])("%s", (_, before, after, changes) => {
  expect(optionChanges(before, after)).toEqual(changes);
});

const name = fc.constantFrom("a", "b", "c");
const leaf = fc.jsonValue({ maxDepth: 1 });
const tree = fc.dictionary(
  name,
  fc.oneof(leaf, fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf)))),
);

test("there is a change exactly where two configurations differ, and turned round it is the other way", () => {
  fc.assert(
    fc.property(tree, tree, (before, after) => {
      expect(optionChanges(before, before)).toEqual([]);
      const there = optionChanges(before, after);
      const back = optionChanges(after, before).map(({ option, before, after }) => ({
        option,
        before: after,
        after: before,
      }));
      expect(there).toEqual(back);
    }),
  );
});
