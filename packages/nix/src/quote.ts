const NEEDS_ESCAPE = /["\\\n\r\t]|\$\{/;
const ESCAPES = /["\\\n\r\t]|\$+\{/g;

/**
 * `text` as a double-quoted Nix string that no part of can be read as code.
 *
 * `${` would start an interpolation, and `$$` is a pair that hides the second dollar from the lexer; escaping
 * every dollar of a run that ends in `{` leaves neither. A carriage return must be escaped because Nix reads
 * a bare one as a newline. The other control characters have no escape in Nix and stand for themselves.
 */
export function quote(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `"${text}"`;
  return `"${text.replace(ESCAPES, escapeOne)}"`;
}

function escapeOne(found: string): string {
  switch (found) {
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
    case '"':
    case "\\":
      return `\\${found}`;
    default:
      return `${"\\$".repeat(found.length - 1)}{`;
  }
}
