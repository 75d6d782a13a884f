import type { Cluster, HostName } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";

/** The voters of etcd, by the names of their nodes: a list that etcd knows and the file does not has no node. */
export interface Voters {
  /** How many etcd counts; what the file says, where etcd does not tell. */
  readonly count: number;
  /** Those that serve; of whom that is not known counts as down. */
  readonly up: ReadonlySet<HostName>;
}

/** What was seen of etcd's voters. */
export function votersSeen(cluster: Cluster, observed: readonly Observation[]): Voters {
  const lists = observed.flatMap((one) =>
    one.kind === "installed" && one.etcd.membership !== "unknown" ? [one.etcd.membership.members] : [],
  );
  const up = cluster.etcd.members.map(({ name }) => name).filter((name) => isUp(name, observed));
  // The longest list: one that lags behind the others knows fewer, or more of whom none is up.
  const count = Math.max(0, ...lists.map(({ length }) => length));
  return { count: count || cluster.etcd.members.length, up: new Set(up) };
}

function isUp(name: HostName, observed: readonly Observation[]): boolean {
  const seen = knownOf(name, observed);
  if (seen?.kind !== "installed") return false;
  const { healthy } = seen.facts.etcd;
  return healthy.known ? healthy.value : seen.etcdRunning;
}

/** How the quorum stands: `tolerates` is how many may still fail, below 0 where there is none. */
export interface QuorumState {
  readonly voters: number;
  readonly up: number;
  readonly tolerates: number;
}

/** How the quorum stands with so many voters up. */
export function quorumState(voters: number, up: number): QuorumState {
  return { voters, up, tolerates: up - (Math.floor(voters / 2) + 1) };
}

/** `2 of 3 voters, tolerates 0`. */
export function quorumWords({ voters, up, tolerates }: QuorumState): string {
  return `${up} of ${voters} voters, ${tolerates < 0 ? "no quorum" : `tolerates ${tolerates}`}`;
}
