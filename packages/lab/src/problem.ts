/** Why something in the lab was refused or failed: what happened, where, what to do. */
export interface LabProblem {
  /** Stable, for scripts: `lab-needs-root`, `machine-not-up`, … */
  readonly code: string;
  /** What happened, a sentence without its full stop. */
  readonly message: string;
  /** The machine or the file it is about; `undefined` for this machine as a whole. */
  readonly where?: string;
  /** What to do about it. */
  readonly hint: string;
  /** What was asked for is at fault, and nothing was touched. */
  readonly input?: true;
}

/** An outcome with its value, or with all that stood in its way. */
export type LabResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly LabProblem[] };

/** A result that holds a value. */
export function succeeded<Value>(value: Value): LabResult<Value> {
  return { ok: true, value };
}

/** A result that holds what went wrong. */
export function failed(...problems: readonly LabProblem[]): LabResult<never> {
  return { ok: false, problems };
}
