import { type Cluster, type HostName, quorumOf } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";

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
  const names = cluster.etcd.members.map(({ name }) => name);
  const are = (state: VoterState) => new Set(names.filter((name) => stateOf(name, observed) === state));
  // The longest list: one that lags behind the others knows fewer, or more of whom none is up. A learner counts for no
  // quorum.
  const count = Math.max(0, ...lists.map((members) => members.filter(({ learner }) => !learner).length));
  return { count: count || names.length, up: are("up"), unknown: are("unknown") };
}

/** How a voter is. That its unit runs says nothing: a member without a quorum runs as well. */
type VoterState = "up" | "down" | "unknown";

function stateOf(name: HostName, observed: readonly Observation[]): VoterState {
  const seen = observed.find(({ node }) => node === name);
  // A machine that is off by the file's word is known to be down; one that does not answer may serve.
  if (seen === undefined || seen.kind === "bare") return "down";
  if (seen.kind === "unreachable") return "unknown";
  const { healthy } = seen.facts.etcd;
  if (healthy.known) return healthy.value ? "up" : "down";
  return seen.etcdRunning ? "unknown" : "down";
}

/** How the quorum stands, of what is known: `tolerates` is how many may still fail, below 0 where there is none. */
export interface QuorumState {
  readonly voters: number;
  /** Those that are known to serve. */
  readonly up: number;
  /** Those that may: they count as down in `tolerates`. */
  readonly unknown: number;
  readonly tolerates: number;
}

/** How the quorum stands with so many voters up, and so many of whom nothing is known. */
export function quorumState(voters: number, up: number, unknown: number): QuorumState {
  return { voters, up, unknown, tolerates: up - quorumOf(voters) };
}

/** `2 of 3 voters, tolerates 0`; with voters of whom nothing is known `2 of 3 voters, 1 not known, tolerates 0 or more`. */
export function quorumWords({ voters, up, unknown, tolerates }: QuorumState): string {
  const counted = `${up} of ${voters} voters`;
  if (unknown === 0) return `${counted}, ${tolerates < 0 ? "no quorum" : `tolerates ${tolerates}`}`;
  const known = `${counted} known to be up, ${unknown} not known`;
  if (tolerates >= 0) return `${known}: tolerates ${tolerates} or more`;
  return `${known}: ${tolerates + unknown < 0 ? "no quorum" : "whether there is a quorum is not known"}`;
}
