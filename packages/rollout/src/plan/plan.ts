import type { HostName } from "@quorate/cluster";
import type { Stage } from "./stage.ts";

/** What a rollout does. */
export interface Plan {
  /** Nodes that are already what they should be, sorted. */
  readonly unchanged: readonly HostName[];
  /** What a reboot is needed for that is not done, by the names of nodes, in words that follow `for`. */
  readonly rebootsLeft?: { readonly [node: HostName]: string };
  /** Done in order; empty when nothing is to be done. */
  readonly stages: readonly Stage[];
}
