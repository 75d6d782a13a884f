import type { UnitChanges } from "./unit-changes.ts";

/**
 * What this run's steps have learned of their node, for steps that come later and for what is told at the end. It is
 * no observation: what holds beyond this run is asked of the hosts.
 */
export interface Learned {
  /** Whose cordon is on it; `none` once ours is taken away. */
  readonly cordon?: "ours" | "others" | "none";
  /** What of the others worked before it was touched, by its name: `etcd of node2`. */
  readonly worksElsewhere?: readonly string[];
  /** The boot that it was in before it was rebooted. */
  readonly bootBefore?: string;
  /** Whether etcd had a quorum then. */
  readonly quorumBefore?: boolean;
  /** What its activation would do to its units, where the host could tell. */
  readonly units?: UnitChanges;
  /** Whether we, or a run that died, have taken the VIP away from it, or we have given it back. */
  readonly vip?: "left" | "returned";
  /** Whether somebody answered at the VIP before it was touched. */
  readonly vipSeen?: boolean;
  /** Whether it had a BGP session then, where it announces the VIP by BGP and could tell. */
  readonly announced?: boolean;
  /** Whether a restored etcd goes on with revisions that nobody has seen. */
  readonly bumped?: boolean;
  readonly wayBack?: WayBack;
  /** For how many seconds it has not answered at all, over new connections, until that was given up. */
  readonly silentSeconds?: number;
}

/**
 * Whether a node can go back: not where there is no system of before, nor where etcd
 * would go back by a minor version, or the apiserver to one without the key of what is encrypted,
 * nor where it becomes a member of etcd.
 */
export type WayBack = "there" | "none" | "etcd" | "encryption" | "member";

/** What is known where nothing was learned. */
export const NOTHING_LEARNED: Learned = {};
