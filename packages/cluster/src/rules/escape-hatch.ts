import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import { parseOptionPath } from "../model/option-path.ts";
import type { Draft } from "../parse/draft.ts";
import { isRecord } from "../parse/record.ts";
import { checkPlainData } from "./plain-data.ts";
import { checkReserved } from "./reserved-options.ts";

/** NixOS options of the cluster and its nodes: data that can be written as Nix, under paths that can be read. */
export function* checkEscapeHatch(draft: Draft): Iterable<Finding> {
  if (draft.rest !== undefined) yield* checkHatch(draft.rest, []);
  for (const { name, spec } of draft.nodes) yield* checkHatch(spec, ["machines", name]);
}

interface Hatch {
  readonly nixos?: Readonly<Record<string, unknown>> | undefined;
  readonly nixosUnchecked?: Readonly<Record<string, unknown>> | undefined;
}

function* checkHatch({ nixos, nixosUnchecked }: Hatch, base: SpecPath): Iterable<Finding> {
  if (nixos !== undefined) {
    yield* checkPlainData(nixos, [...base, "nixos"]);
    yield* checkReserved(nixos, [], [...base, "nixos"]);
  }
  if (nixosUnchecked !== undefined) yield* checkUnchecked(nixosUnchecked, nixos ?? {}, base);
}

function* checkUnchecked(
  nixosUnchecked: Readonly<Record<string, unknown>>,
  nixos: Readonly<Record<string, unknown>>,
  base: SpecPath,
): Iterable<Finding> {
  /** Every option by path so far, as one tree, with the path that set it. */
  const set: Claim = { by: undefined, names: new Map() };
  // In the order in which they are merged: the later one holds.
  for (const key of Object.keys(nixosUnchecked).sort()) {
    const value = nixosUnchecked[key];
    const path = [...base, "nixosUnchecked", key];
    yield* checkPlainData(value, path);
    const names = parseOptionPath(key);
    if (names === undefined) {
      yield finding(
        "option-path-invalid",
        path,
        `${quote(key)} is no option path`,
        'Write names joined by dots, such as services.nginx.enable; quote odd ones: environment.etc."a.conf".text.',
      );
      continue;
    }
    yield* checkReserved(value, names, path);
    const earlier = claim(set, names, value, key) ?? (isSetIn(nixos, names, value) ? "nixos" : undefined);
    if (earlier === undefined) continue;
    yield finding(
      "option-set-twice",
      path,
      `${quote(key)} sets what ${earlier === "nixos" ? "nixos" : quote(earlier)} sets already`,
      "Say it once: it is this one that holds, as docs/escape-hatch.md says.",
    );
  }
}

interface Claim {
  /** The key that sets this very option. */
  by: string | undefined;
  readonly names: Map<string, Claim>;
}

/** Notes that `key` sets the option `names`, and what is in it; the key that has set it already, if one has. */
function claim(root: Claim, names: readonly string[], value: unknown, key: string): string | undefined {
  let place = root;
  for (const name of names) {
    if (place.by !== undefined) return place.by;
    const next = place.names.get(name) ?? { by: undefined, names: new Map() };
    place.names.set(name, next);
    place = next;
  }
  if (isRecord(value)) {
    for (const [name, inner] of Object.entries(value)) {
      const earlier = place.by ?? claim(place, [name], inner, key);
      if (earlier !== undefined) return earlier;
    }
    return undefined;
  }
  if (Array.isArray(value)) return undefined;
  const earlier = place.by ?? firstKey(place);
  place.by = key;
  return earlier;
}

function firstKey(place: Claim): string | undefined {
  for (const inner of place.names.values()) {
    const key = inner.by ?? firstKey(inner);
    if (key !== undefined) return key;
  }
  return undefined;
}

/** Whether `nixos` holds another value for the option: sets become one and lists are appended, others differ. */
function isSetIn(nixos: unknown, names: readonly string[], value: unknown): boolean {
  let place = nixos;
  for (const name of names) {
    if (!isRecord(place)) return true;
    if (!Object.hasOwn(place, name)) return false;
    place = place[name];
  }
  if (isRecord(place) && isRecord(value)) {
    return Object.entries(value).some(([name, inner]) => isSetIn(place, [name], inner));
  }
  return !(Array.isArray(place) && Array.isArray(value));
}
