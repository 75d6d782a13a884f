/**
 * What this run's steps have learned of their node, for steps that come later and for what is told at the end. It is
 * no observation: what holds beyond this run is asked of the hosts.
 */
export interface Learned {
  /** Whose cordon is on it; `none` once ours is taken away. */
  readonly cordon?: "ours" | "others" | "none";
  /** What of the others worked before it was touched, by its name: `etcd of node2`. */
  readonly worksElsewhere?: readonly string[];
  /** Whether etcd had a quorum then. */
  readonly quorumBefore?: boolean;
}

/** What is known where nothing was learned. */
export const NOTHING_LEARNED: Learned = {};
