import { hideInText, isPublicKey, namesSecret } from "./secret-words.ts";

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
  if (text === "" || text.startsWith("/") || isPublicKey(text)) return text;
  const isAnother = typeof other === "string" && other !== text;
  const words = isAnother ? ANOTHER : HIDDEN;
  if (namesSecret(name)) return words;
  const hidden = hideInText(text, HIDDEN);
  if (hidden === text) return text;
  const same = typeof other === "string" && hideInText(other, HIDDEN) === hidden;
  return same && isAnother ? hideInText(text, ANOTHER) : hidden;
}

function isTree(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
