import {
  ADDRESS_BITS,
  type Cluster,
  type LoadBalancer,
  type LoadBalancerKind,
  type Router,
  vipAddress,
} from "@quorate/cluster";
import type { RoutePlan } from "../model/lab-plan.ts";
import { type GobgpConfig, gobgpConfig } from "./gobgp-config.ts";

/** What a lab has to know of a way in which the VIP is made reachable. */
interface VipMode<Balancer> {
  /** The operator's way to the VIP, where the subnet that it lies in is none. */
  readonly operatorRoutes: (cluster: Cluster, balancer: Balancer) => readonly RoutePlan[];
  /** What a router's BGP daemon is told; `undefined` where it runs none. */
  readonly routerDaemon: (cluster: Cluster, balancer: Balancer, router: Router) => GobgpConfig | undefined;
}

const VIP_MODES: { readonly [Kind in LoadBalancerKind]: VipMode<Extract<LoadBalancer, { kind: Kind }>> } = {
  bgp: {
    // Through the routers that hear it: what answers there is then what BGP says, and nobody's ARP.
    operatorRoutes: ({ api }, { peers }) => {
      const { address, family } = vipAddress(api);
      const via = peers
        .filter((peer) => peer.family === family)
        .map((peer) => peer.address)
        .sort();
      return via.length === 0 ? [] : [{ to: `${address}/${ADDRESS_BITS[family]}`, via, family }];
    },
    routerDaemon: gobgpConfig,
  },
  arp: { operatorRoutes: () => [], routerDaemon: () => undefined },
  none: { operatorRoutes: () => [], routerDaemon: () => undefined },
};

/** The operator's way to a cluster's VIP, where the subnet that it lies in is none. */
export function operatorRoutesToVip(cluster: Cluster): readonly RoutePlan[] {
  return modeOf(cluster.loadBalancer).operatorRoutes(cluster, cluster.loadBalancer);
}

/** What a router's BGP daemon is told of a cluster's VIP; `undefined` where it runs none. */
export function routerDaemon(cluster: Cluster, router: Router): GobgpConfig | undefined {
  return modeOf(cluster.loadBalancer).routerDaemon(cluster, cluster.loadBalancer, router);
}

/** The row of a kind; the compiler does not see that it takes what has that kind. */
function modeOf({ kind }: LoadBalancer): VipMode<LoadBalancer> {
  return VIP_MODES[kind] as VipMode<LoadBalancer>;
}
