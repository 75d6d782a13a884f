import type { JournalEntry } from "@quorate/rollout";

/** Steps that change what runs on a node. */
const TOUCHES: ReadonlySet<string> = new Set([
  "put-secrets",
  "set-profile",
  "switch",
  "install",
  "drain",
  "reboot",
]);

/** The node that was the first to begin a step, in the latest run of a journal; `undefined`: none did yet. */
export function firstAt(entries: readonly JournalEntry[], step: string): string | undefined {
  const run = latestRun(entries);
  const found = run.find((entry) => entry.what === "step-began" && entry.step === step);
  return found?.what === "step-began" ? found.node : undefined;
}

/** Whether the latest run has come to its own end, whatever that was. */
export function hasEnded(entries: readonly JournalEntry[]): boolean {
  return latestRun(entries).some(({ what }) => what === "run-ended");
}

/**
 * Nodes on which a step that touches them was begun after a step had failed on another one, in the latest run: none,
 * since a failure stops the world.
 */
export function touchedAfterFailure(entries: readonly JournalEntry[]): readonly string[] {
  const run = latestRun(entries);
  const failure = run.findIndex((entry) => entry.what === "step-ended" && entry.ended !== "done");
  if (failure < 0) return [];
  const failed = run[failure];
  return run
    .slice(failure)
    .flatMap((entry) =>
      entry.what === "step-began" && entry.part === "steps" && TOUCHES.has(entry.step) ? [entry.node] : [],
    )
    .filter((node) => failed?.what !== "step-ended" || node !== failed.node);
}

/** Milliseconds that the latest run's steps took, by their kinds, over all nodes; of those that ended. */
export function timesOf(entries: readonly JournalEntry[]): Readonly<Record<string, number>> {
  const times: Record<string, number> = {};
  const began = new Map<string, number>();
  for (const entry of latestRun(entries)) {
    if (entry.what !== "step-began" && entry.what !== "step-ended") continue;
    const key = `${entry.node} ${entry.step} ${entry.part}`;
    if (entry.what === "step-began") began.set(key, entry.at);
    else times[entry.step] = (times[entry.step] ?? 0) + entry.at - (began.get(key) ?? entry.at);
  }
  return times;
}

function latestRun(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const began = entries.findLastIndex(({ what }) => what === "run-began");
  return began < 0 ? [] : entries.slice(began);
}
