import { NixValueError } from "./value-error.ts";

/** A double. It stays a float in Nix also where its value is integral: `1.0`. */
export interface FloatNode {
  readonly kind: "float";
  readonly value: number;
}

/**
 * The node of a finite number; `-0` becomes `0`, since Nix has no literal for it.
 * @throws NixValueError `nix-not-finite`
 */
export function nixFloat(value: number): FloatNode {
  if (!Number.isFinite(value)) throw new NixValueError("nix-not-finite");
  return Object.freeze({ kind: "float", value: value === 0 ? 0 : value });
}
