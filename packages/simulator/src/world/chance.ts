import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Chance that is the same whenever it starts from the same seed. */
export interface Chance {
  /** A whole number from `from` to `to`, both included. */
  readonly between: (from: number, to: number) => number;
  /** True once in `times`, on average. */
  readonly once: (times: number) => boolean;
  /** One of a list, which must not be empty. */
  readonly pick: <Value>(values: readonly Value[]) => Value;
  /** Another source, which takes no more than one number of this one's. */
  readonly split: () => Chance;
}

/** Chance from a seed, a whole number of 32 bits. */
export function chanceOf(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  const between = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    between,
    once: (times) => between(1, times) === 1,
    pick: (values) => {
      const value = values[between(0, values.length - 1)];
      if (value === undefined) throw new RangeError("nothing to pick from");
      return value;
    },
    split: () => chanceOf(between(0, 0x7fff_ffff)),
  };
}
