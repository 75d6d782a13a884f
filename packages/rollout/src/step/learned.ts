/**
 * What this run's steps have learned of their node, for steps that come later and for what is told at the end. It is
 * no observation: what holds beyond this run is asked of the hosts.
 */
export interface Learned {
  /** Whose cordon is on it; `none` once ours is taken away. */
  readonly cordon?: "ours" | "others" | "none";
}

/** What is known where nothing was learned. */
export const NOTHING_LEARNED: Learned = {};
