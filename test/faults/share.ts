/** A part of what is to be run, for one of several who run it side by side. */
export interface Share {
  /** Which part, from 1 on. */
  readonly part: number;
  readonly of: number;
}

/** Reads `2/3`, the second of three; `undefined` where it is no share. */
export function readShare(text: string): Share | undefined {
  const [, part, of] = /^(\d{1,2})\/(\d{1,2})$/.exec(text) ?? [];
  const share = { part: Number(part), of: Number(of) };
  return share.part >= 1 && share.part <= share.of ? share : undefined;
}

/** What of it is that share's: all shares together have each of it once, and each has some of every step. */
export function shareOf<T>(all: readonly T[], { part, of }: Share): readonly T[] {
  return all.filter((_, index) => index % of === part - 1);
}

/** What the lab of a share is called: each has its own. */
export function labOf({ part, of }: Share): string {
  return of === 1 ? "faults" : `faults-${part}`;
}
