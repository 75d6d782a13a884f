import type { FloatNode } from "./float-node.ts";
import { INT_MIN, type IntNode } from "./int-node.ts";

/** The least float that is normalised; Nix refuses literals nearer to zero. */
const MIN_NORMAL = 2.2250738585072014e-308;

/** An expression for the integer; it may begin with a minus sign. */
export function printInt({ value }: IntNode): string {
  // Nix reads `-x` as `0 - x`, and the x of the least integer is no integer.
  return value === INT_MIN ? `${INT_MIN + 1n} - 1` : value.toString();
}

/**
 * An expression for exactly this float; it may begin with a minus sign.
 *
 * JavaScript prints as many digits as it takes to read the same double again. Nix wants a dot in every float,
 * else `1e9` is an integer applied to a variable.
 */
export function printFloat({ value }: FloatNode): string {
  const size = Math.abs(value);
  if (size > 0 && size < MIN_NORMAL) {
    // Scaling by a power of two is exact in both directions.
    return `${literal(value * 2 ** 1022)} * ${literal(MIN_NORMAL)}`;
  }
  return literal(value);
}

function literal(value: number): string {
  const text = value.toString();
  if (text.includes(".")) return text;
  const exponent = text.indexOf("e");
  return exponent < 0 ? `${text}.0` : `${text.slice(0, exponent)}.0${text.slice(exponent)}`;
}
