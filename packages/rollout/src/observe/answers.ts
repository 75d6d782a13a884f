/** What a host has said: lines of `key=value`, some keys more than once. */
export interface Answers {
  /** The values of a key, in the order in which they were said. */
  readonly all: (key: string) => readonly string[];
  /** The latest word on a key; empty where there is none. */
  readonly last: (key: string) => string;
}

/** Reads the lines of an answer; a line of another shape says nothing. */
export function answersOf(lines: readonly string[]): Answers {
  const byKey = new Map<string, string[]>();
  for (const line of lines) {
    const at = line.indexOf("=");
    if (at < 1) continue;
    const key = line.slice(0, at);
    const values = byKey.get(key) ?? [];
    values.push(line.slice(at + 1));
    byKey.set(key, values);
  }
  const all = (key: string): readonly string[] => byKey.get(key) ?? [];
  return { all, last: (key) => all(key).at(-1) ?? "" };
}

/** A whole number that a host has said; `undefined` for any other text. */
export function numberSaid(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
