import { NixValueError } from "./value-error.ts";

/** A signed integer of 64 bits. */
export interface IntNode {
  readonly kind: "int";
  readonly value: bigint;
}

/** The least integer of Nix. */
export const INT_MIN = -(2n ** 63n);
/** The greatest integer of Nix. */
export const INT_MAX = 2n ** 63n - 1n;

/** @throws NixValueError `nix-integer-range` */
export function nixInt(value: bigint): IntNode {
  if (value < INT_MIN || value > INT_MAX) throw new NixValueError("nix-integer-range");
  return Object.freeze({ kind: "int", value });
}
