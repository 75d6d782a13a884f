/**
 * A list with at least one element. Those that may follow are spelt out, for a compiler underlines a wrong
 * element itself only at a position that the type names; past the eighth, it underlines the whole list.
 */
export type AtLeastOne<T> = readonly [T, T?, T?, T?, T?, T?, T?, T?, ...T[]];
