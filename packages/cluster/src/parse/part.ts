import type * as z from "zod";
import type { Finding, SpecPath } from "../model/finding.ts";
import { isRecord } from "./record.ts";
import { shapeFindings } from "./shape-finding.ts";

/** A part of a definition as far as it could be read: a field of the wrong shape is absent. */
export type Readable<T> = { readonly [K in keyof T]?: T[K] | undefined };

/**
 * Reads one part of a definition. What is wrong with its fields goes into `findings`; the others are
 * returned, so that the rules see them all the same. `undefined` where there is no part at all.
 */
export function readPart<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  path: SpecPath,
  findings: Finding[],
): Readable<z.output<S>> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  findings.push(...shapeFindings(result.error, value, path, schema));
  if (!isRecord(value)) return undefined;
  const wrong = new Set(result.error.issues.map(({ path: [field] }) => field));
  const right = Object.entries(value).filter(
    ([field]) => Object.hasOwn(schema.shape, field) && !wrong.has(field),
  );
  return partial(schema).parse(Object.fromEntries(right)) as Readable<z.output<S>>;
}

/** The schemas with every field optional: made once each, which takes longer than to use them. */
const PARTIAL = new WeakMap<z.ZodObject, z.ZodObject>();

function partial(schema: z.ZodObject): z.ZodObject {
  const known = PARTIAL.get(schema);
  if (known !== undefined) return known;
  const made = schema.partial();
  PARTIAL.set(schema, made);
  return made;
}
