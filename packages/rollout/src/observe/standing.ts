import type { Cluster, HostName } from "@quorate/cluster";
import { cordonMarkOf, cordonWords } from "../drain/cordon-mark.ts";
import { type QuorumState, quorumState, votersSeen } from "../forecast/voters.ts";
import type { StorePath } from "../store-path.ts";
import { bootsOf } from "./boots.ts";
import { type Known, known, unknown } from "./known.ts";
import { nodeObjects } from "./kubernetes/node-lists.ts";
import type { Observation } from "./observation.ts";
import { knownOf } from "./whom.ts";

/** What is true of the machines that were looked at, for whoever has to go on from there. */
export interface Standing {
  readonly machines: readonly MachineStanding[];
  readonly etcd: EtcdStanding;
  /** Nodes that take no new pods, by the API's word. */
  readonly cordons: Known<readonly CordonStanding[]>;
}

/** How etcd stands, by the word of its members: that a unit runs says nothing. */
export interface EtcdStanding {
  readonly quorum: QuorumState;
  /** Members of the file that are known not to serve, and those of whom nothing is known. */
  readonly down: readonly HostName[];
  readonly unknown: readonly HostName[];
}

/** A cordon, and whose it is. */
export interface CordonStanding {
  readonly node: HostName;
  /** Of the deployment that has cordoned it: its run, and in words who that was; left out where it was none. */
  readonly of?: { readonly run: string; readonly words: string };
}

/** What a machine runs, and what it boots. */
export type MachineStanding =
  | {
      readonly kind: "installed";
      readonly node: HostName;
      readonly runs: StorePath | undefined;
      readonly boots: StorePath | undefined;
      /** Whether a deployment has written down on it that what it runs was verified. */
      readonly confirmed: boolean;
    }
  | { readonly kind: "bare"; readonly node: HostName }
  | { readonly kind: "unknown"; readonly node: HostName };

/** What is true of the machines called `names`, and of etcd, by what was seen. */
export function standingOf(
  cluster: Cluster,
  names: readonly HostName[],
  observed: readonly Observation[],
): Standing {
  return {
    machines: names.map((node) => machineOf(node, observed)),
    etcd: etcdOf(cluster, observed),
    cordons: cordonsOf(cluster, observed),
  };
}

function etcdOf(cluster: Cluster, observed: readonly Observation[]): EtcdStanding {
  const { count, up, unknown } = votersSeen(cluster, observed);
  const names = cluster.etcd.members.map(({ name }) => name);
  return {
    quorum: quorumState(count, up.size, unknown.size),
    down: names.filter((name) => !up.has(name) && !unknown.has(name)),
    unknown: names.filter((name) => unknown.has(name)),
  };
}

function cordonsOf({ nodes }: Cluster, observed: readonly Observation[]): Standing["cordons"] {
  const objects = nodeObjects(observed);
  if (objects === undefined) return unknown("no apiserver answers");
  return known(
    nodes.flatMap(({ name: node }): readonly CordonStanding[] => {
      const object = objects.find(({ name }) => name === node);
      if (object?.cordoned !== true) return [];
      const mark = cordonMarkOf(object.annotations);
      return [mark === undefined ? { node } : { node, of: { run: mark.run, words: cordonWords(mark) } }];
    }),
  );
}

function machineOf(node: HostName, observed: readonly Observation[]): MachineStanding {
  const seen = knownOf(node, observed);
  if (seen?.kind !== "installed") return { kind: seen?.kind ?? "unknown", node };
  const { currentSystem: runs, confirmed } = seen;
  const boots = bootsOf(seen);
  const isConfirmed = confirmed !== undefined && confirmed.closure === runs && runs === boots;
  return { kind: "installed", node, runs, boots, confirmed: isConfirmed };
}
