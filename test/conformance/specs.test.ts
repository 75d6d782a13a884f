import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchesOf, focused, focusOf, type GinkgoReport, resultsOf, type Spec, specsOf } from "./specs.ts";

const it_ = (name: string, more: object = {}) => ({
  ContainerHierarchyTexts: name.split(" ").slice(0, 1),
  LeafNodeType: "It",
  LeafNodeText: name.split(" ").slice(1).join(" "),
  State: "passed",
  ...more,
});

const report: readonly GinkgoReport[] = [
  {
    SpecReports: [
      { LeafNodeType: "BeforeSuite", LeafNodeText: "", State: "passed" },
      it_("[sig-b] serves [Conformance]", { RunTime: 1_260_000_000 }),
      it_("[sig-a] drains [Serial] [Conformance]"),
      it_("[sig-a] left out [Conformance]", { State: "skipped" }),
      it_("[sig-a] nobody promises"),
      it_("[sig-a] is ended [Conformance]", { State: "interrupted" }),
      it_("[sig-a] breaks [Conformance]", { State: "failed", Failure: { Message: "timed out" } }),
      it_("[sig-a] panics [Conformance]", { State: "panicked" }),
    ],
  },
  { SpecReports: null },
];

describe("specs", () => {
  it("are those that a dry run has not left out, sorted, and whether they are alone", () => {
    expect(specsOf(report)).toEqual([
      { name: "[sig-a] drains [Serial] [Conformance]", serial: true },
      { name: "[sig-a] nobody promises", serial: false },
      { name: "[sig-b] serves [Conformance]", serial: false },
    ]);
  });

  it.each([
    [undefined, ["drains", "nobody", "serves"]],
    [/sig-a\] d/, ["drains"]],
    [/serves|nobody/, ["nobody", "serves"]],
  ])("that %s is about", (focus, found) => {
    const words = focused(specsOf(report), focus).map(({ name }) => name.split(" ")[1]);
    expect(words).toEqual(found);
  });

  it("are never none: a focus that is about no spec is refused", () => {
    expect(() => focused(specsOf(report), /sig-netwrok/)).toThrow("none of 3 specs");
  });

  it("have a result once they have come to an end, whichever", () => {
    expect(resultsOf(report)).toEqual({
      "[sig-b] serves [Conformance]": { outcome: "passed", seconds: 1.3 },
      "[sig-a] drains [Serial] [Conformance]": { outcome: "passed", seconds: 0 },
      "[sig-a] nobody promises": { outcome: "passed", seconds: 0 },
      "[sig-a] breaks [Conformance]": { outcome: "failed", seconds: 0, message: "timed out" },
      "[sig-a] panics [Conformance]": { outcome: "failed", seconds: 0, message: "it panicked" },
    });
  });
});

const specs = fc.uniqueArray(fc.record({ name: fc.string({ minLength: 1 }), serial: fc.boolean() }), {
  selector: ({ name }) => name,
});

describe("batches", () => {
  it("have every spec once, none more than a batch takes, and serial ones apart and last", () => {
    fc.assert(
      fc.property(specs, fc.integer({ min: 1, max: 9 }), (all, size) => {
        const batches = batchesOf(all, size);
        const names = (list: readonly Spec[]) => list.map(({ name }) => name).sort();
        expect(names(batches.flat())).toEqual(names(all));
        const kinds = batches.map((batch) => new Set(batch.map(({ serial }) => serial)));
        expect(batches.every(({ length }) => length > 0 && length <= size)).toBe(true);
        expect(kinds.every(({ size }) => size === 1)).toBe(true);
        const order = kinds.map((kind) => kind.has(true));
        expect(order).toEqual(order.toSorted());
      }),
    );
  });

  it("are focused on their specs and on no others, after the suite's name", () => {
    const [one, other] = ["[sig-a] a.b (c|d)* [Conformance]", "[sig-a] e [Conformance]"];
    const focus = new RegExp(focusOf([one, other]));
    expect([one, other].every((name) => focus.test(`Kubernetes e2e suite ${name}`))).toBe(true);
    expect(focus.test(`Kubernetes e2e suite [sig-a] axb (c|d)* [Conformance]`)).toBe(false);
    expect(focus.test(`Kubernetes e2e suite ${one} more`)).toBe(false);
  });
});
