import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closestName, didYouMean, listNames } from "./closest-name.ts";

describe("closestName", () => {
  it.each([
    ["ruoter", ["node1", "router"], "router"],
    ["Router", ["router"], "router"],
    ["disc", ["ip", "interface", "disk", "services"], "disk"],
    ["kubernets", ["etcd", "kubernetes", "worker"], "kubernetes"],
    ["node11", ["node1", "node2"], "node1"],
    ["x", ["etcd", "worker"], undefined],
    ["something", ["etcd"], undefined],
    ["1.37", ["1.33", "1.36"], undefined],
    ["", [], undefined],
    ["a".repeat(100_000), ["a".repeat(100_000)], undefined],
  ])("%.20s", (name, candidates, closest) => {
    expect(closestName(name, candidates)).toBe(closest);
  });

  it("is a name itself where it is a candidate", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.array(fc.string()), (name, others) => {
        const closest = closestName(name, [...others, name]);
        expect(closest?.toLowerCase()).toBe(name.toLowerCase());
      }),
    );
  });
});

it("lists names, and how many more there are", () => {
  expect(listNames([], "none yet")).toBe("none yet");
  expect(listNames(["a", "b"], "none")).toBe('"a", "b"');
  expect(
    listNames(
      Array.from({ length: 20 }, (_, n) => `n${n}`),
      "none",
    ),
  ).toMatch(/"n14", and 5 more$/);
  expect(didYouMean("ruoter", ["router"])).toBe('Did you mean "router"? ');
  expect(didYouMean("ruoter", ["node"])).toBe("");
});
