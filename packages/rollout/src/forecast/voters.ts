import { type Cluster, type HostName, quorumOf } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";

/** The voters of etcd, by the names of their nodes: a list that etcd knows and the file does not has no node. */
export interface Voters {
  /** How many etcd counts; what the file says, where etcd does not tell. */
  readonly count: number;
  /** Those that are known to serve: who guards a quorum counts nobody else. */
  readonly up: ReadonlySet<HostName>;
  /** Those of whom nothing is known, since they could not be asked. */
  readonly unknown: ReadonlySet<HostName>;
}

/** What was seen of etcd's voters. */
export function votersSeen(cluster: Cluster, observed: readonly Observation[]): Voters {
  const lists = observed.flatMap((one) =>
    one.kind === "installed" && one.etcd.membership !== "unknown" ? [one.etcd.membership.members] : [],
  );
  const up = cluster.etcd.members.map(({ name }) => name).filter((name) => isUp(name, observed));
  // The longest list: one that lags behind the others knows fewer, or more of whom none is up.
  const count = Math.max(0, ...lists.map(({ length }) => length));
  const unknown = cluster.etcd.members.map(({ name }) => name).filter((name) => isUnknown(name, observed));
  return { count: count || cluster.etcd.members.length, up: new Set(up), unknown: new Set(unknown) };
}

function isUp(name: HostName, observed: readonly Observation[]): boolean {
  const seen = knownOf(name, observed);
  if (seen?.kind !== "installed") return false;
  const { healthy } = seen.facts.etcd;
  return healthy.known ? healthy.value : seen.etcdRunning;
}

/** A machine that is off by the file's word is known to be down; one that does not answer may serve. */
function isUnknown(name: HostName, observed: readonly Observation[]): boolean {
  const seen = observed.find(({ node }) => node === name);
  if (seen === undefined || seen.kind === "bare") return false;
  return seen.kind === "unreachable" || (!seen.facts.etcd.healthy.known && !seen.etcdRunning);
}

/** How the quorum stands: `tolerates` is how many may still fail, below 0 where there is none. */
export interface QuorumState {
  readonly voters: number;
  readonly up: number;
  readonly tolerates: number;
}

/** How the quorum stands with so many voters up. */
export function quorumState(voters: number, up: number): QuorumState {
  return { voters, up, tolerates: up - quorumOf(voters) };
}

/** `2 of 3 voters, tolerates 0`; with voters of whom nothing is known `2 of 3 voters, 1 not known, tolerates 0 or more`. */
export function quorumWords({ voters, up, tolerates }: QuorumState, unknown = 0): string {
  const counted = `${up} of ${voters} voters`;
  if (unknown === 0) return `${counted}, ${tolerates < 0 ? "no quorum" : `tolerates ${tolerates}`}`;
  const known = `${counted} known to be up, ${unknown} not known`;
  if (tolerates >= 0) return `${known}: tolerates ${tolerates} or more`;
  return `${known}: ${tolerates + unknown < 0 ? "no quorum" : "whether there is a quorum is not known"}`;
}
