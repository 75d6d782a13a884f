import { describe, expect, it } from "vitest";
import { byKind, type KindTable } from "./by-kind.ts";

type Shape =
  | { readonly kind: "square"; readonly side: number }
  | { readonly kind: "line"; readonly length: number };

const SIZES: KindTable<Shape, [scale: number, unit: string], string> = {
  square: ({ side }, scale, unit) => `${side * side * scale}${unit}²`,
  line: ({ length }, scale, unit) => `${length * scale}${unit}`,
};

describe("byKind", () => {
  it.each<[Shape, string]>([
    [{ kind: "square", side: 3 }, "18m²"],
    [{ kind: "line", length: 3 }, "6m"],
  ])("asks the row of %o", (shape, size) => {
    expect(byKind(SIZES, shape, 2, "m")).toBe(size);
  });
});
