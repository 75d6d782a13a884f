/**
 * Characters that a message never holds as they are: control characters would steer the terminal, format
 * characters (bidirectional, zero-width) would make a text look like another one, and so would halves of
 * surrogate pairs, variation selectors and the fillers that print as nothing.
 */
const INVISIBLE = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}/gu;

/** Anything but ASCII and Latin letters with accents: names hold none of it, and it imitates what they hold. */
const FOREIGN = /[^\x20-\x7e\u00c0-\u024f]/gu;

/** `text` with everything invisible written as an escape, so that what is printed is what is there. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** As {@link visible}, and look-alikes of other scripts are written as escapes as well. */
export function unmistakable(text: string): string {
  return visible(text).replace(FOREIGN, escaped);
}

function escaped(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16);
  return point.length > 4 ? `\\u{${point}}` : `\\u${point.padStart(4, "0")}`;
}
