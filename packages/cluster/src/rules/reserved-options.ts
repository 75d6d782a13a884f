import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import { RESERVED_OPTIONS } from "../model/reserved-option.ts";
import { isRecord } from "../parse/part.ts";

/**
 * Complains of reserved options in `value`, which is the option `names` or a set with options in it.
 * `nested`: whether the places below `path` are those of the options' names.
 */
export function* checkReserved(
  value: unknown,
  names: readonly string[],
  path: SpecPath,
  nested: boolean,
): Iterable<Finding> {
  for (const [option, why] of Object.entries(RESERVED_OPTIONS)) {
    const wanted = option.split(".");
    const inside = names.slice(0, wanted.length);
    if (inside.some((name, index) => name !== wanted[index])) continue;
    const rest = wanted.slice(inside.length);
    if (!holds(value, rest)) continue;
    yield finding(
      "option-reserved",
      nested ? [...path, ...rest] : path,
      `${option} cannot be set here: ${why}`,
      "Remove it.",
    );
  }
}

function holds(value: unknown, names: readonly string[]): boolean {
  let place = value;
  for (const name of names) {
    if (!isRecord(place) || !Object.hasOwn(place, name)) return false;
    place = place[name];
  }
  return true;
}
