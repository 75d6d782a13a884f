/**
 * Plain data that can be written as a Nix value: no functions, no `undefined`, no paths.
 * Integers beyond 2^53 are not representable as `number` without loss; write those as strings where an
 * option takes them.
 */
export type NixValue =
  | string
  | number
  | boolean
  | null
  | readonly NixValue[]
  | { readonly [key: string]: NixValue };
