const BY_NUMBER = new Intl.Collator("en", { numeric: true });

/** Orders versions of numbers with dots between: one that has more of them is after one that begins it. */
export function compareVersions(one: string, other: string): number {
  return BY_NUMBER.compare(one, other);
}
