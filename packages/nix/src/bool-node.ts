/** `true` or `false`. */
export interface BoolNode {
  readonly kind: "bool";
  readonly value: boolean;
}

const TRUE: BoolNode = Object.freeze({ kind: "bool", value: true });
const FALSE: BoolNode = Object.freeze({ kind: "bool", value: false });

/** The node of a boolean; there are only two. */
export function nixBool(value: boolean): BoolNode {
  return value ? TRUE : FALSE;
}
