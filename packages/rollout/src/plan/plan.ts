import type { HostName } from "@quorate/cluster";
import type { RolloutProblem } from "../problem.ts";
import type { Step } from "./stage.ts";

/** What a rollout does. */
export interface Plan {
  /** Nodes that are already what they should be, sorted. */
  readonly unchanged: readonly HostName[];
  /** Done in order; empty when nothing is to be done. */
  readonly steps: readonly Step[];
}

/** A plan, or why there can't be one. */
export type Planning =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly RolloutProblem[] };
