/**
 * The Nix language as far as it is plain data: a typed tree and its printer. Pure; depends on nothing.
 * @module
 */
export { attributeName, isIdentifier } from "./attribute-name.ts";
export { type AttrsetNode, type Binding, nixAttrset } from "./attrset-node.ts";
export { type BoolNode, nixBool } from "./bool-node.ts";
export { type FileNode, nixFile } from "./file-node.ts";
export { type FloatNode, nixFloat } from "./float-node.ts";
export { fromValue, MAX_DEPTH, valueProblems } from "./from-value.ts";
export { INT_MAX, INT_MIN, type IntNode, nixInt } from "./int-node.ts";
export { type ListNode, nixList } from "./list-node.ts";
export type { NixNode } from "./node.ts";
export { NIX_NULL, type NullNode } from "./null-node.ts";
export { print } from "./print.ts";
export { nixString, type StringNode } from "./string-node.ts";
export type { NixValue } from "./value.ts";
export {
  type NixValueCode,
  NixValueError,
  type NixValuePath,
  type NixValueProblem,
  showPath,
} from "./value-error.ts";
