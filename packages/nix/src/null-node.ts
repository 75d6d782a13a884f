/** `null`. */
export interface NullNode {
  readonly kind: "null";
}

/** The one node of `null`. */
export const NIX_NULL: NullNode = Object.freeze({ kind: "null" });
