/** What a user has said of how nodes are treated while they are deployed to. */
export interface Conduct {
  /**
   * `never`: what needs a reboot is told, and left to whoever reads it; `needed`: such nodes are rebooted, one by one;
   * `always`: all that are activated are.
   */
  readonly reboot: "never" | "needed" | "always";
  /** `needed`: before what ends a node's pods. `never`: they are ended with it. */
  readonly drain: "needed" | "never";
  /** Whether a snapshot of etcd is taken before a member of it is touched. */
  readonly snapshot: "first" | "never";
  /** Whether what `health` of machines.ts asks for has to be well before the first node is touched: `later` asks after each alone. */
  readonly health: "first" | "later";
  /** Whether members of etcd that can't be asked are off, by the user's word: else nobody takes them for that. */
  readonly coldStart: boolean;
  /** Nodes of which pods may be lost that nobody makes anew, and the local data of others. */
  readonly deletePods: readonly string[];
  /** Nodes whose pods are deleted in spite of their budgets. */
  readonly disableEviction: readonly string[];
  /** Nodes that are left out on purpose: that they are away is no reason to wait. */
  readonly without: readonly string[];
}

/** What holds where nobody has said anything. */
export const ORDINARY: Conduct = {
  reboot: "never",
  drain: "needed",
  snapshot: "first",
  health: "first",
  coldStart: false,
  deletePods: [],
  disableEviction: [],
  without: [],
};
