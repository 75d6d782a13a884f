import type { NixNode } from "./node.ts";
import { refuseText } from "./text.ts";
import { NixValueError } from "./value-error.ts";

/** One `name = value;`. */
export interface Binding {
  readonly name: string;
  readonly value: NixNode;
}

/** An attribute set; its bindings are sorted by name (UTF-16 code units), each name is there once. */
export interface AttrsetNode {
  readonly kind: "attrset";
  readonly bindings: readonly Binding[];
}

/**
 * The set of `bindings`, given in any order.
 * @throws NixValueError `nix-nul`, `nix-lone-surrogate`, `nix-duplicate-name`, each at the name in question
 */
export function nixAttrset(bindings: readonly Binding[]): AttrsetNode {
  const sorted = bindings.map(({ name, value }) => Object.freeze({ name, value })).sort(byName);
  let previous: string | undefined;
  for (const { name } of sorted) {
    const refused = name === previous ? "nix-duplicate-name" : refuseText(name);
    if (refused !== undefined) throw new NixValueError(refused, [name]);
    previous = name;
  }
  return Object.freeze({ kind: "attrset", bindings: Object.freeze(sorted) });
}

function byName(a: Binding, b: Binding): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/**
 * The same for names that are known to be allowed and distinct: those of a JavaScript object, checked one by
 * one on the way. Takes the list over, and sorts it in place: for a large value, a copy and a second check
 * would be a third of the work.
 */
export function checkedAttrset(bindings: Binding[]): AttrsetNode {
  return Object.freeze({ kind: "attrset", bindings: Object.freeze(bindings.sort(byName)) });
}
