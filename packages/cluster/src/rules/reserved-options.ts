import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import { RESERVED_K3S_FLAGS, RESERVED_OPTIONS } from "../model/reserved-option.ts";
import { isRecord } from "../parse/record.ts";

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
    const held = findOption(option, value, names);
    if (held === undefined) continue;
    yield finding(
      "option-reserved",
      nested ? [...path, ...held.below] : path,
      `${option} cannot be set here: ${why}`,
      "Remove it.",
    );
  }
  const flags = findOption("services.k3s.extraFlags", value, names);
  if (flags !== undefined) yield* checkFlags(flags.value, nested ? [...path, ...flags.below] : path);
}

/** NixOS takes a text or a list of texts, and systemd splits each at its spaces. */
function* checkFlags(flags: unknown, path: SpecPath): Iterable<Finding> {
  const lines = Array.isArray(flags) ? flags : [flags];
  for (const [index, line] of lines.entries()) {
    if (typeof line !== "string") continue;
    for (const word of line.split(/\s+/)) {
      const flag = /^--?([a-z0-9-]+)/.exec(word)?.[1];
      const why = flag === undefined ? undefined : RESERVED_K3S_FLAGS.get(flag);
      if (flag === undefined || why === undefined) continue;
      yield finding(
        "option-reserved",
        Array.isArray(flags) ? [...path, index] : path,
        // Not with its value, which may be a token.
        `k3s' flag ${flag} cannot be set here: ${why}`,
        "Remove it.",
      );
    }
  }
}

interface Held {
  readonly value: unknown;
  /** Where it is below the given value. */
  readonly below: readonly string[];
}

/** The option in `value`, which is the option `names` or a set with options in it; what is inside of it counts, too. */
function findOption(option: string, value: unknown, names: readonly string[]): Held | undefined {
  const wanted = option.split(".");
  const inside = names.slice(0, wanted.length);
  if (inside.some((name, index) => name !== wanted[index])) return undefined;
  const below = wanted.slice(inside.length);
  let place = value;
  for (const name of below) {
    if (!isRecord(place) || !Object.hasOwn(place, name)) return undefined;
    place = place[name];
  }
  return { value: place, below };
}
