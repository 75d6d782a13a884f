/** What keeps a host from the worst by itself, and can be switched off to see that it is missed. */
export type HostGuard =
  /** A server of k3s' is started where it has data or a word, and nowhere else. */
  | "conditions"
  /** A word is for one start, and gone with the next boot. */
  | "word-for-once"
  /** A Node is deleted where its machine is dead. */
  | "dead-node"
  /** Tokens and authorities stay where a host goes back. */
  | "cluster-stays"
  /** Whoever is to found asks whether another server answers. */
  | "founding-asked"
  /** Whether the cluster has a token already, etcd is asked. */
  | "token-asked"
  /** A member that serves goes back once the others can do without it. */
  | "others-asked"
  /** Right before it is stopped by a deployment it asks them as well. */
  | "others-asked-at-last"
  /** One that does not serve is stopped before it goes back. */
  | "stopped-first"
  /** What was given a key to encrypt with does not go back, whichever run arms it anew. */
  | "key-stays"
  /** etcd's unit is active before there is a quorum, and whoever starts it goes on. */
  | "starts-alone"
  /** What proves that a host lets somebody in is asked by a connection of its own. */
  | "own-connections";
