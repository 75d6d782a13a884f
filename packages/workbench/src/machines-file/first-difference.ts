/** Where two values of plain data differ, and what is there in each. */
export interface Difference {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** The first difference of two values, in the order of the first one's fields; `undefined` where they are equal. */
export function firstDifference(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): Difference | undefined {
  if (Object.is(before, after)) return undefined;
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    return { path, before, after };
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const found = firstDifference(own(before, name), own(after, name), [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
