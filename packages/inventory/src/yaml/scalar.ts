import { isScalar, type Node } from "yaml";
import { pythonText } from "./python-text.ts";

/** What a scalar is, as nk3 put it into a text. */
export type ScalarText =
  | { readonly kind: "text" | "number" | "boolean"; readonly text: string }
  /** A number with a fraction: what it was made into is hardly what its writer had in mind. */
  | { readonly kind: "fraction"; readonly text: string }
  /** It is a point in time, or no scalar at all. */
  | { readonly kind: "other" }
  | { readonly kind: "nothing" };

/** How Python puts a value of YAML into a text: an integer in decimal, whatever it was written in. */
export function scalarText(node: Node | null): ScalarText {
  if (node === null) return { kind: "nothing" };
  if (!isScalar(node)) return { kind: "other" };
  const { value } = node;
  if (value === null || value === undefined) return { kind: "nothing" };
  if (typeof value === "string") return { kind: "text", text: value };
  if (typeof value === "bigint") return { kind: "number", text: String(value) };
  if (typeof value === "number") return { kind: "fraction", text: pythonText(value) };
  if (typeof value === "boolean") return { kind: "boolean", text: value ? "True" : "False" };
  return { kind: "other" };
}
