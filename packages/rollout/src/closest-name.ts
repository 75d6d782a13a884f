import { diffChars } from "diff";

/**
 * The candidate that `name` is probably a misspelling of, or `undefined` when none is near: at most a
 * third of its characters (and always one replaced or two swapped) may differ. Ties go to the first.
 */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor((name.length * 2) / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = differences(name.toLowerCase(), candidate);
    if (distance <= limit && (best === undefined || distance < best.distance))
      best = { name: candidate, distance };
  }
  return best?.name;
}

/** Characters to remove and to add; one that is replaced counts as two. */
function differences(a: string, b: string): number {
  return diffChars(a, b)
    .filter((change) => change.added || change.removed)
    .reduce((sum, change) => sum + change.count, 0);
}
