import { setTimeout as sleep } from "node:timers/promises";

/** How long something is waited for. */
export interface Patience {
  readonly seconds: number;
  /** The longest pause between two looks; the first are closer. Default: a tenth of a second. */
  readonly pauseMs?: number;
}

const FIRST_PAUSE_MS = 20;

/**
 * Looks until there is something to see, at least once. Resolves to what was seen, or to `undefined` where the time
 * is over.
 */
export async function waitFor<Seen>(
  look: () => Seen | undefined | Promise<Seen | undefined>,
  { seconds, pauseMs = 100 }: Patience,
): Promise<Seen | undefined> {
  const deadline = performance.now() + seconds * 1000;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, pauseMs)) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() + pause > deadline) return undefined;
    await sleep(pause);
  }
}
