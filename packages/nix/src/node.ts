import type { AttrsetNode } from "./attrset-node.ts";
import type { BoolNode } from "./bool-node.ts";
import type { FloatNode } from "./float-node.ts";
import type { IntNode } from "./int-node.ts";
import type { ListNode } from "./list-node.ts";
import type { NullNode } from "./null-node.ts";
import type { StringNode } from "./string-node.ts";

/**
 * A Nix expression that is plain data. There is no node for a variable, a call, a path or an interpolation:
 * what cannot be said cannot be injected.
 */
export type NixNode = StringNode | IntNode | FloatNode | BoolNode | NullNode | ListNode | AttrsetNode;
