import type { Cluster, ResolvedCni } from "@quorate/cluster";
import type { Cni } from "./cni.ts";
import { flannel } from "./flannel.ts";
import { none } from "./none.ts";

type Kind = ResolvedCni["kind"];
type CniOf = { readonly [K in Kind]: Extract<ResolvedCni, { kind: K }> };

const KINDS: { readonly [K in Kind]: (cluster: Cluster, cni: CniOf[K]) => Cni } = { flannel, none };

/** What brings the pod network of `cluster`. */
export function cniOf(cluster: Cluster): Cni {
  return ofKind(cluster.network.cni.kind, cluster, cluster.network.cni);
}

function ofKind<K extends Kind>(kind: K, cluster: Cluster, cni: CniOf[K]): Cni {
  return KINDS[kind](cluster, cni);
}
