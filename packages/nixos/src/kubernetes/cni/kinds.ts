import { byKind, type Cluster, type KindTable, type ResolvedCni } from "@quorate/cluster";
import type { Cni } from "./cni.ts";
import { flannel } from "./flannel.ts";
import { none } from "./none.ts";

const KINDS: KindTable<ResolvedCni, [Cluster], Cni> = { flannel, none };

/** What brings the pod network of `cluster`. */
export function cniOf(cluster: Cluster): Cni {
  return byKind(KINDS, cluster.network.cni, cluster);
}
