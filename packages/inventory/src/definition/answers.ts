/** What an inventory does not say, and its user does. */
export interface Answers {
  /** The cluster's name, which nk3 has none for. */
  readonly name: string;
  readonly interface: ForNodes;
  readonly disk: ForNodes;
  readonly gateway?: string;
  /** In CIDR notation. Default: the /24 that nk3 gives all nodes. */
  readonly subnet?: string;
}

/** What is said of all nodes, and of single ones by name. */
export interface ForNodes {
  readonly all?: string;
  readonly of: ReadonlyMap<string, string>;
}
