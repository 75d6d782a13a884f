import type { NixValueCode } from "./value-error.ts";

const NUL_OR_SURROGATE = /[\0\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Why `text` cannot stand in a Nix file, in a string or as an attribute name; undefined when it can. */
export function refuseText(text: string): NixValueCode | undefined {
  if (!NUL_OR_SURROGATE.test(text)) return undefined;
  if (text.includes("\0")) return "nix-nul";
  // With the u flag a proper pair is one character, so that only a lone half is a surrogate.
  return LONE_SURROGATE.test(text) ? "nix-lone-surrogate" : undefined;
}

/** The columns that `text` takes, counted in code points as nixfmt does. */
export function textWidth(text: string): number {
  let pairs = 0;
  for (let i = 0; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800) pairs++;
  }
  return text.length - pairs;
}
