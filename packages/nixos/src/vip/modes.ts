import type { Cluster, LoadBalancer } from "@quorate/cluster";
import { arp } from "./arp.ts";
import { bgp } from "./bgp.ts";
import type { Vip } from "./vip.ts";

type Kind = LoadBalancer["kind"];
type ModeOf = { readonly [K in Kind]: Extract<LoadBalancer, { kind: K }> };

/** Every mode that the VIP can be carried in. */
const MODES: { readonly [K in Kind]: (cluster: Cluster, mode: ModeOf[K]) => Vip } = { arp, bgp };

/** How the VIP of `cluster` is carried. */
export function vipOf(cluster: Cluster): Vip {
  return inMode(cluster.loadBalancer.kind, cluster, cluster.loadBalancer);
}

function inMode<K extends Kind>(kind: K, cluster: Cluster, mode: ModeOf[K]): Vip {
  return MODES[kind](cluster, mode);
}
