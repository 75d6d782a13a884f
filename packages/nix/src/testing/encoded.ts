import type { NixValue } from "../value.ts";

/**
 * For tests: a value with its types spelt out, so that neither `--json` (to which a set with `outPath` or
 * `__toString` is a string) nor `==` (to which 1 is 1.0, and derivations are their paths) can blur anything.
 */
export type Encoded = readonly [type: string, content: unknown];

/** For tests: what Nix should find in `value`, in the form in which it says it. */
export function encode(value: NixValue): Encoded {
  if (value === null) return ["null", null];
  if (typeof value === "bigint") return ["int", value.toString()];
  if (typeof value === "number") {
    const isInt = Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
    return isInt ? ["int", BigInt(value).toString()] : ["float", value];
  }
  if (typeof value === "string") return ["string", value];
  if (typeof value === "boolean") return ["bool", value];
  if (isList(value)) return ["list", value.map(encode)];
  return ["set", Object.entries(value).map(([name, item]) => [name, encode(item)])];
}

/** For tests: the value that Nix says it has. */
export function decode([type, content]: Encoded): NixValue {
  if (type === "int") return BigInt(content as string);
  if (type === "list") return (content as Encoded[]).map(decode);
  if (type === "set") {
    return Object.fromEntries((content as [string, Encoded][]).map(([name, item]) => [name, decode(item)]));
  }
  return content as NixValue;
}

/** For tests: whether Nix says what it should; floats are compared to the digits that `--json` prints. */
export function same([type, content]: Encoded, [wantedType, wanted]: Encoded): boolean {
  if (type !== wantedType) return false;
  if (type === "float") return Math.abs(Number(content) - Number(wanted)) <= Math.abs(Number(wanted)) * 1e-5;
  if (type === "list") {
    const [items, others] = [content as Encoded[], wanted as Encoded[]];
    return items.length === others.length && items.every((item, i) => same(item, others[i] ?? ["", ""]));
  }
  if (type === "set") {
    const [entries, others] = [content as [string, Encoded][], new Map(wanted as [string, Encoded][])];
    return (
      entries.length === others.size &&
      entries.every(([name, item]) => same(item, others.get(name) ?? ["", ""]))
    );
  }
  return content === wanted;
}

/** For tests: whether there is a float in what Nix says. */
export function hasFloat([type, content]: Encoded): boolean {
  if (type === "list") return (content as Encoded[]).some(hasFloat);
  if (type === "set") return (content as [string, Encoded][]).some(([, item]) => hasFloat(item));
  return type === "float";
}

function isList(value: NixValue): value is readonly NixValue[] {
  return Array.isArray(value);
}
