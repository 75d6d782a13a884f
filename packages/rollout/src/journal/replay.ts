import type { HostName } from "@quorate/cluster";
import type { JournalEntry, NotedStep } from "./entry.ts";

/** A run that began and, as far as its journal tells, did not come to its end: it died, or is still going on. */
export interface UnfinishedRun {
  readonly run: string;
  readonly by: string;
  readonly command: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly nodes: readonly HostName[];
  /** Steps that were begun and not seen to end, in the order in which they began. */
  readonly underWay: readonly NotedStep[];
}

/** The entries of a journal. A last line without an end was torn off by whatever killed its writer, and is no line. */
export function readJournal(text: string): readonly JournalEntry[] {
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .flatMap(readLine);
}

/**
 * The latest run with these certificates, where it did not come to its end. An earlier one is of no interest: whoever
 * came after it has looked at the machines.
 */
export function unfinishedRun(
  entries: readonly JournalEntry[],
  certificates: string,
): UnfinishedRun | undefined {
  const began = entries.findLast(
    (entry) => entry.what === "run-began" && entry.certificates === certificates,
  );
  if (began?.what !== "run-began") return undefined;
  const { run, by, command, nodes, at } = began;
  const own = entries.filter((entry) => entry.run === run);
  const underWay: NotedStep[] = [];
  for (const entry of own) {
    if (entry.what === "step-began") underWay.push({ node: entry.node, step: entry.step, part: entry.part });
    if (entry.what !== "step-ended") continue;
    const index = underWay.findIndex(({ node, step }) => node === entry.node && step === entry.step);
    if (index >= 0) underWay.splice(index, 1);
  }
  // One that was ended at once left steps to themselves.
  if (underWay.length === 0 && own.some(({ what }) => what === "run-ended")) return undefined;
  return { run, by, command, began: at, nodes, underWay };
}

function readLine(line: string): readonly JournalEntry[] {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? [value] : [];
  } catch {
    return [];
  }
}

/** Written by us, in a file that is the user's alone: what names a run and says what happened is taken at its word. */
function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== "object" || value === null) return false;
  const { run, what } = value as { readonly [key: string]: unknown };
  return typeof run === "string" && typeof what === "string";
}
