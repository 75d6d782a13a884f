import type { RolloutCheckSpec } from "./rollout.ts";

/** What of Ceph is asked. */
export interface CephSpec {
  /** The namespace of Rook's toolbox, the Deployment `rook-ceph-tools`. Default: `"rook-ceph"`. */
  readonly namespace?: string;
  /** Warnings that Ceph may have, by their codes. Default: `["MON_CLOCK_SKEW", "RECENT_CRASH"]`. */
  readonly tolerate?: readonly string[];
}

/** What has to be well beside the nodes: before anything is touched, after each node, and told by `status`. */
export interface HealthSpec<Name extends string = string> {
  /** Namespaces in which every DaemonSet and every Deployment has to be fully available. Default: none. */
  readonly namespaces?: readonly string[];
  /**
   * Whether Ceph is asked: `true`, or how, and then Rook's toolbox has to be there; `false`, never. Default: where the
   * toolbox is there.
   */
  readonly ceph?: boolean | CephSpec;
  /** Questions of your own, as in `rollout.checks`. Default: none. */
  readonly checks?: readonly RolloutCheckSpec<Name>[];
  /** Seconds within which workloads and Ceph have to be well: they are asked again until then. Default: 600. */
  readonly within?: number;
}
