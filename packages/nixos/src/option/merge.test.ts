import type { NixValue } from "@quorate/cluster";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeOptions, type OptionTree } from "./merge.ts";

describe("mergeOptions", () => {
  it.each<[string, OptionTree, OptionTree, OptionTree]>([
    ["sets become one", { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    ["a scalar takes the other's place", { a: 1 }, { a: 2 }, { a: 2 }],
    ["null is a value", { a: 1 }, { a: null }, { a: null }],
    ["null takes the place of a set", { a: { b: 1 } }, { a: null }, { a: null }],
    ["lists are appended", { a: [1] }, { a: [2] }, { a: [1, 2] }],
    ["a set takes the place of a scalar", { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    [
      "texts that NixOS joins are joined",
      { services: { kubernetes: { kubelet: { extraOpts: "--a" } } } },
      { services: { kubernetes: { kubelet: { extraOpts: "--b" } } } },
      { services: { kubernetes: { kubelet: { extraOpts: "--a --b" } } } },
    ],
    [
      "below any name",
      { systemd: { services: { x: { script: "a" } } } },
      { systemd: { services: { x: { script: "b" } } } },
      { systemd: { services: { x: { script: "a\nb" } } } },
    ],
    [
      "an empty text joins without a separator",
      { services: { kubernetes: { kubelet: { extraOpts: "" } } } },
      { services: { kubernetes: { kubelet: { extraOpts: "--b" } } } },
      { services: { kubernetes: { kubelet: { extraOpts: "--b" } } } },
    ],
    [
      "nothing but texts is joined",
      { services: { kubernetes: { kubelet: { extraOpts: null }, proxy: { extraOpts: "--a" } } } },
      { services: { kubernetes: { kubelet: { extraOpts: "--b" }, proxy: { extraOpts: null } } } },
      { services: { kubernetes: { kubelet: { extraOpts: "--b" }, proxy: { extraOpts: null } } } },
    ],
    [
      "other texts are not",
      { networking: { hostName: "a" } },
      { networking: { hostName: "b" } },
      {
        networking: { hostName: "b" },
      },
    ],
    [
      "a property of the module system takes the place of what is there",
      { a: ["x"], b: { c: 1 } },
      { a: { _type: "override", priority: 50, content: ["y"] }, b: { _type: "override", content: {} } },
      { a: { _type: "override", priority: 50, content: ["y"] }, b: { _type: "override", content: {} } },
    ],
  ])("%s", (_, below, above, merged) => {
    expect(mergeOptions(below, above)).toEqual(merged);
  });

  it("takes __proto__ for a name", () => {
    const above: OptionTree = JSON.parse('{"__proto__": {"polluted": true}}');
    const merged = mergeOptions({}, above);
    expect(Object.getOwnPropertyDescriptors(merged)).toEqual(
      JSON.parse(
        '{"__proto__": {"value": {"polluted": true}, "configurable": true, "enumerable": true, "writable": true}}',
      ),
    );
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(JSON.stringify(mergeOptions(merged, above))).toBe('{"__proto__":{"polluted":true}}');
  });

  const tree = fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<NixValue>);

  it("changes nothing by an empty tree, on either side", () => {
    fc.assert(
      fc.property(tree, (options) => {
        const text = JSON.stringify(options);
        expect(JSON.stringify(mergeOptions(options, {}))).toBe(text);
        expect(mergeOptions({}, options)).toEqual(options);
      }),
    );
  });

  it("changes neither of its arguments", () => {
    fc.assert(
      fc.property(tree, tree, (below, above) => {
        const before = JSON.stringify([below, above]);
        mergeOptions(below, above);
        expect(JSON.stringify([below, above])).toBe(before);
      }),
    );
  });
});
