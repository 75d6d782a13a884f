import type { NixValue } from "@quorate/cluster";
import { SEPARATED_OPTIONS } from "./separated-options.ts";

/** A set that is being built. */
export type OptionTree = { [name: string]: NixValue };

/** A node of the tree of names in {@link SEPARATED_OPTIONS}. */
interface Separated {
  separator: string | undefined;
  readonly names: Map<string, Separated>;
}

const SEPARATED = separatedTree();

/**
 * Lays `above` over `below`, as NixOS merges definitions of the same option: sets become one, lists are
 * appended, texts that NixOS joins are joined. Any other value of `above` takes the place of the one below
 * (where NixOS would report a conflict), and so does a set with a `_type`, which stands for a property of the
 * module system such as `mkForce`. Neither argument is changed.
 */
export function mergeOptions(below: OptionTree, above: Readonly<OptionTree>): OptionTree {
  return mergeSets(below, above, SEPARATED);
}

function mergeSets(
  below: Readonly<OptionTree>,
  above: Readonly<OptionTree>,
  separated: Separated | undefined,
): OptionTree {
  const merged = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const inner = separated?.names.get(name) ?? separated?.names.get("*");
    const before = Object.hasOwn(below, name) ? below[name] : undefined;
    set(merged, name, mergeValues(before, value, inner));
  }
  return merged;
}

function mergeValues(
  below: NixValue | undefined,
  above: NixValue,
  separated: Separated | undefined,
): NixValue {
  if (isSet(below) && isSet(above) && !isProperty(above)) return mergeSets(below, above, separated);
  if (isList(below) && isList(above)) return [...below, ...above];
  if (typeof below === "string" && typeof above === "string" && separated?.separator !== undefined) {
    return [below, above].filter((text) => text !== "").join(separated.separator);
  }
  return above;
}

/** An assignment would take `__proto__` for something else than a name. */
function set(target: OptionTree, name: string, value: NixValue): void {
  if (name !== "__proto__") target[name] = value;
  else Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
}

function isSet(value: NixValue | undefined): value is Readonly<OptionTree> {
  return typeof value === "object" && value !== null && !isList(value);
}

function isList(value: NixValue | undefined): value is readonly NixValue[] {
  return Array.isArray(value);
}

function isProperty(value: Readonly<OptionTree>): boolean {
  return Object.hasOwn(value, "_type");
}

function separatedTree(): Separated {
  const root: Separated = { separator: undefined, names: new Map() };
  for (const [path, separator] of Object.entries(SEPARATED_OPTIONS)) {
    let place = root;
    for (const name of path.split(".")) {
      const next = place.names.get(name) ?? { separator: undefined, names: new Map() };
      place.names.set(name, next);
      place = next;
    }
    place.separator = separator;
  }
  return root;
}
