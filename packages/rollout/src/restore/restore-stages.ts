import type { ByDistribution, Cluster, Node } from "@quorate/cluster";
import type { Stage } from "../plan/stage.ts";
import { kubernetesStages } from "./kubernetes-stages.ts";
import type { RestoreOrder } from "./plan-restore.ts";
import { serversStages } from "./servers-stages.ts";

/** What is restored, and on which nodes. */
export interface Restoring {
  readonly cluster: Cluster;
  /** Those that are not left out: what is etcd's or the API's. */
  readonly nodes: readonly Node[];
  /** Those of {@link restartedNodes} that answer. */
  readonly restarted: readonly Node[];
  readonly order: RestoreOrder;
}

/**
 * How a whole cluster begins anew with what a snapshot has. It can be killed at any point and be run again: until etcd
 * serves, each run does all of it, and what it finds in the place of the data it moves aside.
 */
export type RestoreStages = (restoring: Restoring) => readonly Stage[];

/**
 * Nodes that nothing is restored on, and that are restarted afterwards, where the distribution moves no revisions on: what
 * watches the API there may show what is not there any more. One that can't be reached is in nobody's way.
 */
export function restartedNodes(
  { nodes, distribution }: Pick<Cluster, "nodes" | "distribution">,
  without: readonly string[],
): readonly Node[] {
  if (!RESTARTS_OTHERS[distribution.kind]) return [];
  return nodes.filter(
    ({ name, roles, offline }) =>
      roles.kubelet && !roles.etcd && !roles.controlPlane && !offline && !without.includes(name),
  );
}

const RESTARTS_OTHERS: ByDistribution<boolean> = { kubernetes: false, k3s: true };

/** How each distribution does. */
export const RESTORE_STAGES: ByDistribution<RestoreStages> = {
  kubernetes: kubernetesStages,
  k3s: serversStages,
};
