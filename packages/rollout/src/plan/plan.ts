import type { HostName } from "@quorate/cluster";
import type { Stage } from "./stage.ts";

/** What a rollout does. */
export interface Plan {
  /** Nodes that are already what they should be, sorted. */
  readonly unchanged: readonly HostName[];
  /** Done in order; empty when nothing is to be done. */
  readonly stages: readonly Stage[];
}
