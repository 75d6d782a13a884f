/**
 * Plain data that Nix can hold: what JSON can say, with integers of 64 bits besides (as `bigint`).
 *
 * A `number` with an integral value that fits into 64 bits is a Nix integer, any other number a Nix float.
 * `-0` is the integer 0, as it is for `JSON.stringify`: Nix has no literal for the other zero.
 */
export type NixValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly NixValue[]
  | { readonly [name: string]: NixValue };
