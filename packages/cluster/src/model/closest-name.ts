import { diffChars } from "diff";

/** Longest name that is compared: no real one is longer, and comparing takes quadratic time. */
const LONGEST = 64;

/**
 * The candidate that `name` is probably a misspelling of, or `undefined` where none is near: about a third
 * of the characters may differ. Of two as near, the earlier candidate. A version has none but itself.
 */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > LONGEST) return undefined;
  if (candidates.includes(name)) return name;
  // Of versions none is a misspelling of another.
  if (/^[\d.]+$/.test(name)) return undefined;
  const lower = name.toLowerCase();
  // One that is replaced counts twice: once removed, once added.
  const limit = Math.max(2, Math.floor((name.length * 2) / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = differences(lower, candidate.toLowerCase());
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { name: candidate, distance };
    }
  }
  return best?.name;
}

function differences(a: string, b: string): number {
  let sum = 0;
  for (const change of diffChars(a, b)) if (change.added || change.removed) sum += change.count;
  return sum;
}

/** `Did you mean "router"? ` with a space at its end, or nothing where no candidate is near. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const closest = closestName(name, candidates);
  return closest === undefined ? "" : `Did you mean ${JSON.stringify(closest)}? `;
}

/** At most fifteen names for a hint: `"a", "b"`; `none` where there are none. */
export function listNames(names: readonly string[], none: string): string {
  const shown = names.slice(0, 15).map((name) => JSON.stringify(name));
  const more = names.length > shown.length ? [`and ${names.length - shown.length} more`] : [];
  return shown.length === 0 ? none : [...shown, ...more].join(", ");
}
