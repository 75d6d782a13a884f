import { refuseText } from "./text.ts";
import { NixValueError } from "./value-error.ts";

/** A string. How it is quoted is the printer's affair. */
export interface StringNode {
  readonly kind: "string";
  readonly value: string;
}

/** @throws NixValueError `nix-nul`, `nix-lone-surrogate` */
export function nixString(value: string): StringNode {
  const refused = refuseText(value);
  if (refused !== undefined) throw new NixValueError(refused);
  return Object.freeze({ kind: "string", value });
}
