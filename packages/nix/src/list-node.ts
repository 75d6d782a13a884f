import type { NixNode } from "./node.ts";

/** A list; the order of its items is kept. */
export interface ListNode {
  readonly kind: "list";
  readonly items: readonly NixNode[];
}

/** The list of `items`. */
export function nixList(items: readonly NixNode[]): ListNode {
  return Object.freeze({ kind: "list", items: Object.freeze([...items]) });
}
