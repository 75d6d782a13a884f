/**
 * What keeps a text out of the indented form: a pair of quotes, a quote before a dollar or at the end, and
 * two dollars (all of which need escapes that depend on their neighbours); a blank at the end of a line
 * (which editors remove); a control character, and any white space but space and newline (which is invisible,
 * and of which some would be taken for indentation).
 */
const UNFIT = /''|'\$|'$|\$\$| \n| $|[^\S \n]|[\0-\x09\x0b-\x1f\x7f]/;
/** Nix removes the indentation that all lines share, so one line must have none of its own. */
const FLUSH_LINE = /^[^ \n]/m;

/**
 * The lines of the indented form of `text`, between the two `''`; undefined where that form is not used.
 * The last line is empty when the text ends in a newline, otherwise the closing `''` follows it directly.
 *
 * Only texts of two lines and more get it, and only those for which it says exactly the same as the
 * double-quoted form with a single escape (`''${`).
 */
export function indentedLines(text: string): readonly string[] | undefined {
  const newline = text.indexOf("\n");
  if (newline <= 0 || newline === text.length - 1) return undefined;
  if (UNFIT.test(text) || !FLUSH_LINE.test(text)) return undefined;
  return text.replaceAll("${", "''${").split("\n");
}
