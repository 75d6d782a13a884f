import type { Mutant } from "./report.ts";

/**
 * A mutant that no test can tell from the original, and why. It is known by its text, not by its line: the
 * entry holds until the line that it stands in is written anew.
 */
export interface Equivalent {
  readonly file: string;
  readonly mutator: string;
  /** The first line of the source that the change touches, without the blanks around it. */
  readonly line: string;
  /** What is replaced, where the line has several places for this mutator, with blanks run together. */
  readonly original?: string;
  /** What it is replaced by, with blanks run together. */
  readonly replacement: string;
  readonly reason: string;
}

/** The mutants apart: those that the list takes out, and those that count. */
export interface Sorted {
  readonly equivalent: readonly Mutant[];
  readonly counted: readonly Mutant[];
  /** Entries that no mutant answers to any more, and entries whose mutants were all killed. */
  readonly stale: readonly Equivalent[];
}

/**
 * Takes the mutants that are listed as equivalent out of those that survived. What a test kills is killed,
 * listed or not. `list` has the entries of the files that were looked at, and no others.
 */
export function sortOut(mutants: readonly Mutant[], list: readonly Equivalent[]): Sorted {
  const left = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const equivalent = new Set(left.filter((mutant) => list.some((entry) => answers(mutant, entry))));
  return {
    equivalent: [...equivalent],
    counted: mutants.filter((mutant) => !equivalent.has(mutant)),
    // One that ran out of time may have done so because the machine was busy: it keeps its entry.
    stale: list.filter(
      (entry) => !mutants.some((mutant) => mutant.status !== "Killed" && answers(mutant, entry)),
    ),
  };
}

function answers(mutant: Mutant, entry: Equivalent): boolean {
  return (
    mutant.file === entry.file &&
    mutant.mutator === entry.mutator &&
    mutant.before[0]?.trim() === entry.line &&
    (entry.original === undefined || flat(mutant.original) === entry.original) &&
    flat(mutant.replacement) === entry.replacement
  );
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
