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
  readonly order: RestoreOrder;
}

/**
 * How a whole cluster begins anew with what a snapshot has. It can be killed at any point and be run again: until etcd
 * serves, each run does all of it, and what it finds in the place of the data it moves aside.
 */
export type RestoreStages = (restoring: Restoring) => readonly Stage[];

/** How each distribution does. */
export const RESTORE_STAGES: ByDistribution<RestoreStages> = {
  kubernetes: kubernetesStages,
  k3s: serversStages,
};
