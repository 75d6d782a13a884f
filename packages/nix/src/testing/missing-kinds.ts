import type { NixValue } from "../value.ts";

/** For tests: what the sample should hold and does not: a law is worth as much as the values it was tried on. */
export function missingKinds(values: readonly NixValue[]): readonly string[] {
  const wanted = new Map<string, (value: NixValue, depth: number) => boolean>([
    ["an interpolation", (value) => typeof value === "string" && value.includes("${")],
    ["a pair of quotes", (value) => typeof value === "string" && value.includes("''")],
    ["an astral character", (value) => typeof value === "string" && /[^\0-\uffff]/u.test(value)],
    ["a carriage return", (value) => typeof value === "string" && value.includes("\r")],
    ["a text of several lines", (value) => typeof value === "string" && /^\w+\n\w+/.test(value)],
    ["a keyword as name", (value) => isSet(value) && Object.hasOwn(value, "inherit")],
    [
      "a name with an interpolation",
      (value) => isSet(value) && Object.keys(value).some((k) => k.includes("${")),
    ],
    ["an empty name", (value) => isSet(value) && Object.hasOwn(value, "")],
    ["the least integer", (value) => value === -(2n ** 63n)],
    [
      "an integer that no double holds",
      (value) => typeof value === "bigint" && BigInt(Number(value)) !== value,
    ],
    [
      "a float close to zero",
      (value) => typeof value === "number" && value !== 0 && Math.abs(value) < 2 ** -1022,
    ],
    ["a float with an exponent", (value) => typeof value === "number" && /\..*e/.test(`${value}`)],
    ["a depth of 100", (_, depth) => depth >= 100],
  ]);
  const visit = (value: NixValue, depth: number): void => {
    for (const [what, holds] of wanted) if (holds(value, depth)) wanted.delete(what);
    if (isSet(value)) for (const item of Object.values(value)) visit(item, depth + 1);
    else if (typeof value === "object" && value !== null) for (const item of value) visit(item, depth + 1);
  };
  for (const value of values) visit(value, 0);
  return [...wanted.keys()];
}

function isSet(value: NixValue): value is { readonly [name: string]: NixValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
