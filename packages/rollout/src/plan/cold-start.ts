import type { Cluster, HostName } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";

/** What a look told of etcd's members, each in exactly one of these lists. */
export interface MembersSeen {
  /** Their unit is active: whether they serve is another question. */
  readonly running: readonly HostName[];
  /** Installed, and their unit is not active. */
  readonly stopped: readonly HostName[];
  /** The machine is not installed: there is no member on it yet. */
  readonly absent: readonly HostName[];
  /** Nobody looked, or the machine could not be asked: it may run. */
  readonly unknown: readonly HostName[];
}

/** What the observations tell of the members that the file names. */
export function membersSeen(cluster: Cluster, observed: readonly Observation[]): MembersSeen {
  const seen = { running: [], stopped: [], absent: [], unknown: [] } as {
    [K in keyof MembersSeen]: HostName[];
  };
  for (const { name } of cluster.etcd.members) {
    seen[stateOf(knownOf(name, observed))].push(name);
  }
  return seen;
}

function stateOf(observation: ReturnType<typeof knownOf>): keyof MembersSeen {
  if (observation === undefined) return "unknown";
  if (observation.kind === "bare") return "absent";
  return observation.etcdRunning ? "running" : "stopped";
}

/**
 * Whether etcd starts from nothing, so that its members have to be started at once: nobody who answered runs.
 *
 * A member of which nothing is known speaks neither for nor against: if it runs, it does so with others of
 * which nothing is known either, and starting stopped members takes nothing away from those; if it does not,
 * the stopped ones need each other. It is the one place where unknown counts as no, and only since nothing is
 * stopped, founded or erased by that.
 */
export function isColdStart({ running }: MembersSeen): boolean {
  return running.length === 0;
}
