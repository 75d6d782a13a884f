/** A variable of a container's environment. */
export type Variable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly valueFrom: { readonly fieldRef: { readonly fieldPath: string } } };

/** A variable of that value. */
export function variable(name: string, value: string | number | boolean): Variable {
  return { name, value: String(value) };
}
