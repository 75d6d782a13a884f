import type { Cluster, HostName } from "@quorate/cluster";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Conduct } from "./conduct.ts";

/** What a look told of etcd's members, each in exactly one of these lists. */
export interface MembersSeen {
  /** They say that they serve, or follow a leader; or their unit is active, and whether they serve is not known. */
  readonly running: readonly HostName[];
  /** Installed, and neither says so nor has an active unit. */
  readonly stopped: readonly HostName[];
  /** The machine is not installed: there is no member on it yet. */
  readonly absent: readonly HostName[];
  /** Offline by the file: it is off by somebody's word, and nobody asks it. */
  readonly offline: readonly HostName[];
  /** Nobody looked, or the machine could not be asked: it may run. */
  readonly unknown: readonly HostName[];
}

/** What the observations tell of the members that the file names. */
export function membersSeen(cluster: Cluster, observed: readonly Observation[]): MembersSeen {
  const offline = new Set(cluster.nodes.filter((node) => node.offline).map(({ name }) => name));
  const seen = { running: [], stopped: [], absent: [], offline: [], unknown: [] } as {
    [K in keyof MembersSeen]: HostName[];
  };
  for (const { name } of cluster.etcd.members) {
    const known = knownOf(name, observed);
    const state = known === undefined ? (offline.has(name) ? "offline" : "unknown") : stateOf(known);
    seen[state].push(name);
  }
  return seen;
}

function stateOf(seen: NonNullable<ReturnType<typeof knownOf>>): "running" | "stopped" | "absent" {
  if (seen.kind === "bare") return "absent";
  return mayServe(seen) ? "running" : "stopped";
}

/**
 * Whether etcd itself says that there is a quorum, whatever its unit is called there; or its unit is active, which
 * says nothing of that, and is no proof that none serves either: at the moment of an election nobody does.
 */
function mayServe({ etcdRunning, facts }: InstalledObservation): boolean {
  const { healthy, status } = facts.etcd;
  const serves = healthy.known && healthy.value;
  const follows = status.known && status.value.leader !== undefined;
  return serves || follows || etcdRunning;
}

/**
 * How etcd is when a run begins: it `runs`, or may; it `starts` from nothing, since all were asked and none runs, so
 * that its members have to be started at once; or it is `unknown`, since none is known to run and not all could be asked.
 * Where the user insists (`coldStart`), who could not be asked does not run.
 */
export type EtcdAtStart = "runs" | "starts" | "unknown";

/** See {@link EtcdAtStart}. */
export function etcdAtStart(
  { running, unknown }: MembersSeen,
  { coldStart }: Pick<Conduct, "coldStart">,
): EtcdAtStart {
  if (running.length > 0) return "runs";
  return unknown.length === 0 || coldStart ? "starts" : "unknown";
}

/** Refuses to touch `nodes` as if none ran, or as if one did: by the names of those that could not be asked. */
export function coldStartUnknown(
  { stopped, absent, unknown }: MembersSeen,
  nodes: readonly HostName[],
): RolloutProblem {
  const asked = [...stopped, ...absent].sort();
  const none = asked.length === 0 ? "" : `etcd does not run on ${asked.join(", ")}, and `;
  const silent = unknown.join(", ");
  const they = unknown.length === 1 ? "it" : "they";
  return problem(
    "cold-start-unknown",
    nodes.join(", "),
    `whether a cluster runs is not known: ${none}${silent} could not be asked. If none does, all members have to be started together, and nobody hands anything over`,
    `Switch on ${silent}, or see why ${they} can't be reached, and run the same command again. What stays off is \`offline: true\` in machines.ts. Where etcd runs on none of them, give --cold-start as well`,
  );
}
