import { quote } from "./quote.ts";

const IDENTIFIER = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/;

/** The reserved words of Nix. `true`, `false` and `null` are ordinary names. */
const KEYWORDS: ReadonlySet<string> = new Set([
  "assert",
  "else",
  "if",
  "in",
  "inherit",
  "let",
  "or",
  "rec",
  "then",
  "with",
]);

/** Whether `name` can be an attribute name without quotes. */
export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name) && !KEYWORDS.has(name);
}

/** `name` as it stands left of `=`: bare where that is allowed, else quoted. */
export function attributeName(name: string): string {
  return isIdentifier(name) ? name : quote(name);
}
