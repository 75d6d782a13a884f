import { type PkiProblem, type PkiProblemCode, placeOf, problem } from "../problem-kind.ts";
import type { Snapshot } from "../store/snapshot.ts";
import type { CertificateRow } from "./row.ts";

/** What a run makes of a folder, collected part by part. Paths are relative to the folder. */
export interface Work {
  /** What was found. */
  readonly found: Snapshot;
  readonly now: Date;
  /** Whether tokens that are there are replaced. */
  readonly newTokens: boolean;
  /** The content of every file, kept or new, as it is known so far. */
  readonly files: Map<string, Buffer>;
  readonly rows: CertificateRow[];
  /** `where` in these is relative still. */
  readonly problems: PkiProblem[];
}

/** The content of a file that was found. */
export function foundContent(work: Work, path: string): Buffer | undefined {
  return work.found.files.get(path)?.content;
}

/** Notes what stops the run, or what the operator should know: its code says which. */
export function note(work: Work, code: PkiProblemCode, path: string, message: string, hint: string): void {
  work.problems.push(problem(code, placeOf(path), message, hint));
}
