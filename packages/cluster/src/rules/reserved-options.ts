import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import { RESERVED_K3S_FLAGS, RESERVED_OPTIONS } from "../model/reserved-option.ts";
import { isRecord } from "../parse/record.ts";

/** Complains of reserved options in `value`, at `path`, which is the option `names` or a set with options in it. */
export function* checkReserved(value: unknown, names: readonly string[], path: SpecPath): Iterable<Finding> {
  for (const [option, why] of Object.entries(RESERVED_OPTIONS)) {
    for (const { below } of findOption(option, value, names)) {
      yield finding(
        "option-reserved",
        [...path, ...below],
        `${option} cannot be set here: ${why}`,
        "Remove it.",
      );
    }
  }
  for (const { value: flags, below } of findOption("services.k3s.extraFlags", value, names).flatMap(unwrap)) {
    yield* checkFlags(flags, [...path, ...below]);
  }
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
  readonly below: readonly SpecPath[number][];
}

/** The option in `value`, which is the option `names` or a set with options in it; what is inside of it counts, too. */
function findOption(option: string, value: unknown, names: readonly string[]): readonly Held[] {
  const wanted = option.split(".");
  const inside = names.slice(0, wanted.length);
  if (inside.some((name, index) => name !== wanted[index])) return [];
  let places: readonly Held[] = [{ value, below: [] }];
  for (const name of wanted.slice(inside.length)) {
    places = places
      .flatMap(unwrap)
      .flatMap(({ value: place, below }) =>
        isRecord(place) && Object.hasOwn(place, name)
          ? [{ value: place[name], below: [...below, name] }]
          : [],
      );
  }
  return places;
}

/** What a property of the module system holds, such as mkForce or mkMerge (lib/modules.nix); anything else as it is. */
function unwrap(held: Held): readonly Held[] {
  const { value, below } = held;
  if (!isRecord(value) || !Object.hasOwn(value, "_type")) return [held];
  const { content, contents } = value;
  const inside: readonly Held[] = Array.isArray(contents)
    ? contents.map((one, index) => ({ value: one, below: [...below, "contents", index] }))
    : [{ value: content, below: [...below, "content"] }];
  return inside.flatMap(unwrap);
}
