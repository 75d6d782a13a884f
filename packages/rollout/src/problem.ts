/** Why a deployment was refused or failed, as a value: what happened, where, what to do. */
export interface RolloutProblem {
  /** Stable, for scripts: `target-unknown`, `host-unreachable`, … */
  readonly code: string;
  /** What happened, a sentence without its full stop. Never holds a secret. */
  readonly message: string;
  /** The machine or the file it is about. */
  readonly where: string;
  /** What to do about it. */
  readonly hint: string;
}
