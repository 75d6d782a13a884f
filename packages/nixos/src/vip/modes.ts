import { byKind, type Cluster, type KindTable, type LoadBalancer } from "@quorate/cluster";
import { arp } from "./arp.ts";
import { bgp } from "./bgp.ts";
import { none } from "./none.ts";
import type { Vip } from "./vip.ts";

/** Every mode that the VIP can be carried in, and that there is none. */
const MODES: KindTable<LoadBalancer, [Cluster], Vip> = { arp, bgp, none };

/** How the VIP of `cluster` is carried. */
export function vipOf(cluster: Cluster): Vip {
  return byKind(MODES, cluster.loadBalancer, cluster);
}
