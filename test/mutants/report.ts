/** What became of a mutant. `Timeout` is a mutant that never comes to an end: noticed, like a killed one. */
export type Status =
  | "Killed"
  | "Timeout"
  | "Survived"
  | "NoCoverage"
  | "RuntimeError"
  | "CompileError"
  | "Ignored"
  | "Pending";

/** A point in a file; lines and columns begin at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is used of Stryker's JSON report (mutation-testing-report-schema, version 2). */
export interface Report {
  readonly files: { readonly [path: string]: ReportFile };
}

interface ReportFile {
  readonly source: string;
  readonly mutants: readonly ReportMutant[];
}

interface ReportMutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: Status;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** One change of the source, and what became of it. */
export interface Mutant {
  readonly file: string;
  readonly start: Position;
  /** The name of the mutator, as "StringLiteral". */
  readonly mutator: string;
  /** The text that was replaced, and what it was replaced by. */
  readonly original: string;
  readonly replacement: string;
  readonly status: Status;
  /** The whole lines that the change touches, before and after it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The mutants of a report in the order of files and places; only those of `files` count. */
export function mutantsOf(report: Report, files: ReadonlySet<string>): readonly Mutant[] {
  return Object.entries(report.files)
    .filter(([file]) => files.has(file))
    .flatMap(([file, { source, mutants }]) => {
      const lines = source.split("\n");
      return mutants.map((mutant) => readMutant(file, lines, mutant));
    })
    .sort(
      (a, b) => compare(a.file, b.file) || a.start.line - b.start.line || a.start.column - b.start.column,
    );
}

function readMutant(
  file: string,
  lines: readonly string[],
  { mutatorName, replacement = "", status, location: { start, end } }: ReportMutant,
): Mutant {
  const before = lines.slice(start.line - 1, end.line);
  const head = (before[0] ?? "").slice(0, start.column - 1);
  const tail = (before.at(-1) ?? "").slice(end.column - 1);
  const text = before.join("\n");
  return {
    file,
    start,
    mutator: mutatorName,
    original: text.slice(head.length, text.length - tail.length),
    replacement,
    status,
    before,
    after: `${head}${replacement}${tail}`.split("\n"),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
