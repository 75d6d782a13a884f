/** Options and variables that hold a secret themselves, and not the path of one. */
const SECRET_NAME = /(?:pass(?:word|wd|phrase)?|secret|token|private_?key|credentials?)$/i;

/** The same among arguments and assignments in a text: `--token=…`. */
const SECRET_IN_TEXT =
  /((?:pass(?:word|wd|phrase)?|secret|token|private-?key|credentials?)[=:]\s*)([^\s/][^\s]*)/gi;

const HIDDEN = "(not shown: it may be a secret)";
const ANOTHER = "(not shown: it may be a secret; another one)";

/**
 * Two trees of options to be compared on a screen, without what people may have put into the escape hatch that belongs
 * into no repository. Where such a value is another one the two still differ.
 */
export function withoutSecrets<Value>(before: Value, after: Value): readonly [before: Value, after: Value] {
  // What is hidden is a text in the place of a text: the shape stays.
  return [hide(before, undefined, "") as Value, hide(after, before, "") as Value];
}

/** `other` is what the value is compared with; `undefined` where it is the first of the two, or has no other. */
function hide(value: unknown, other: unknown, name: string): unknown {
  if (typeof value === "string") return hideText(value, other, name);
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      hide(item, Array.isArray(other) ? (other as readonly unknown[])[index] : undefined, name),
    );
  }
  if (!isTree(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [
      key,
      hide(inside, isTree(other) && Object.hasOwn(other, key) ? other[key] : undefined, key),
    ]),
  );
}

function hideText(text: string, other: unknown, name: string): string {
  // A path says where a secret is, and an empty text that there is none.
  if (text === "" || text.startsWith("/")) return text;
  const isAnother = typeof other === "string" && other !== text;
  const words = isAnother ? ANOTHER : HIDDEN;
  if (SECRET_NAME.test(name)) return words;
  const hidden = text.replace(SECRET_IN_TEXT, `$1${HIDDEN}`);
  if (hidden === text) return text;
  const same = typeof other === "string" && other.replace(SECRET_IN_TEXT, `$1${HIDDEN}`) === hidden;
  return same && isAnother ? text.replace(SECRET_IN_TEXT, `$1${ANOTHER}`) : hidden;
}

function isTree(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
