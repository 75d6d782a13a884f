import { fieldOf, type Json, listAt, textAt, textsAt } from "../json.ts";

/** A LabelSelector: all of it must hold. An empty one selects everything. */
export interface Selector {
  readonly labels: { readonly [name: string]: string };
  readonly expressions: readonly Expression[];
}

/** One of its expressions. */
export interface Expression {
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  readonly values: readonly string[];
}

/** Reads a selector; `undefined` where there is none, which selects nothing. */
export function readSelector(selector: Json): Selector | undefined {
  if (typeof selector !== "object" || selector === null) return undefined;
  return {
    labels: textsAt(selector, "matchLabels"),
    expressions: listAt(selector, "matchExpressions").map((one) => ({
      key: textAt(one, "key"),
      operator: textAt(one, "operator"),
      values: listAt(one, "values").filter((value) => typeof value === "string"),
    })),
  };
}

/** Whether it selects what has these labels. An operator that nobody knows is taken to hold: it may. */
export function selects({ labels, expressions }: Selector, of: { readonly [name: string]: string }): boolean {
  return (
    Object.entries(labels).every(([name, value]) => labelOf(of, name) === value) &&
    expressions.every(({ key, operator, values }) => {
      const value = labelOf(of, key);
      switch (operator) {
        case "In":
          return value !== undefined && values.includes(value);
        case "NotIn":
          return value === undefined || !values.includes(value);
        case "Exists":
          return value !== undefined;
        case "DoesNotExist":
          return value === undefined;
        default:
          return true;
      }
    })
  );
}

function labelOf(labels: { readonly [name: string]: string }, name: string): string | undefined {
  const found = fieldOf(labels, name);
  return typeof found === "string" ? found : undefined;
}
