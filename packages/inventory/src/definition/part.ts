import { flannel, k3s, noCni, node, none } from "@quorate/cluster";

/** The functions of the DSL that an imported machines.ts calls. */
export const CALLS = { flannel, k3s, noCni, node, none } as const;

/** A value of machines.ts, as it is written there and as it is evaluated. */
export type Part = string | number | boolean | readonly Part[] | Fields | Call;

/** An object literal. */
export interface Fields {
  readonly kind: "fields";
  readonly fields: readonly Field[];
}

/** A field of an object literal. */
export interface Field {
  readonly name: string;
  readonly value: Part;
  /** Lines above it. */
  readonly comments: readonly string[];
}

/** A call of a function of the DSL. */
export interface Call {
  readonly kind: "call";
  readonly name: keyof typeof CALLS;
  readonly of: Fields | undefined;
}

/** An object literal of fields; those without a value are left out. */
export function fields(...given: readonly (Field | undefined)[]): Fields {
  return { kind: "fields", fields: given.filter((one) => one !== undefined) };
}

/** A field, with lines above it. */
export function field(name: string, value: Part, comments: readonly string[] = []): Field {
  return { name, value, comments };
}

/** A call of a function of the DSL. */
export function call(name: keyof typeof CALLS, of?: Fields): Call {
  return { kind: "call", name, of };
}

/** What a part of machines.ts is once it is evaluated. */
export function evaluated(part: Part): unknown {
  if (typeof part !== "object") return part;
  if (isList(part)) return part.map(evaluated);
  if (part.kind === "fields") {
    return Object.fromEntries(part.fields.map(({ name, value }) => [name, evaluated(value)]));
  }
  const made: (spec: never) => unknown = CALLS[part.name];
  return made((part.of === undefined ? undefined : evaluated(part.of)) as never);
}

/** Whether a part is a list, which TypeScript does not see of one that can't be changed. */
export function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}
