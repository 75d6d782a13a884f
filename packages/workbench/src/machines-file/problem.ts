/** Something that keeps machines.ts from being used, or that is worth a word, with its place where it can be had. */
export interface MachinesProblem {
  /** Stable: a finding's code, `TS` and the compiler's number, or one of the `machines-…` codes. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** What happened, without a full stop. */
  readonly message: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** Dotted path in the definition, for findings. */
  readonly path?: string;
  readonly hint?: string;
  /** For `--verbose` alone. */
  readonly stack?: string;
}
