import { expect, test } from "vitest";
import { chanceOf } from "./chance.ts";

const draw = (seed: number): readonly number[] => {
  const chance = chanceOf(seed);
  const other = chance.split();
  return Array.from({ length: 40 }, () => [chance.between(0, 9), other.between(0, 9)]).flat();
};

test("the same seed gives the same, another seed something else", () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test("both ends of a range are reached, and nothing beyond", () => {
  const chance = chanceOf(1);
  expect(new Set(Array.from({ length: 500 }, () => chance.between(3, 6)))).toEqual(new Set([3, 4, 5, 6]));
});

test("there is nothing to pick from an empty list", () => {
  expect(() => chanceOf(1).pick([])).toThrow(RangeError);
});
