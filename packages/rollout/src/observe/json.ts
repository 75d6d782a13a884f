/** A JSON value of which nothing is known yet. */
export type Json = unknown;

/** Reads JSON; `undefined` for a text that is none. */
export function readJson(text: string): Json | undefined {
  // What was not asked is told by an empty text, often: to throw for each of those takes longer than all the rest.
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A field of an object, or of one in it; `undefined` where the path leads nowhere. */
export function fieldOf(value: Json, ...path: readonly string[]): Json | undefined {
  let at: Json = value;
  for (const name of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as { readonly [name: string]: Json })[name];
  }
  return at;
}

/** The text at a path; empty where there is none. */
export function textAt(value: Json, ...path: readonly string[]): string {
  const found = fieldOf(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The whole number at a path, also where it is written as a text, as protobuf does with big ones. */
export function numberAt(value: Json, ...path: readonly string[]): number | undefined {
  const found = fieldOf(value, ...path);
  if (typeof found === "number" && Number.isFinite(found)) return found;
  return typeof found === "string" && /^\d{1,15}$/.test(found) ? Number(found) : undefined;
}

/** The list at a path; empty where there is none. */
export function listAt(value: Json, ...path: readonly string[]): readonly Json[] {
  const found = fieldOf(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts at a path, by name. */
export function textsAt(value: Json, ...path: readonly string[]): { readonly [name: string]: string } {
  const found = fieldOf(value, ...path);
  if (typeof found !== "object" || found === null) return {};
  return Object.fromEntries(Object.entries(found).filter(([, text]) => typeof text === "string"));
}
