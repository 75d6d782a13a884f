import { createHash } from "node:crypto";
import type { BgpLoadBalancer, Cluster, Router } from "@quorate/cluster";

/** The part of gobgpd's configuration that a lab's router needs, in gobgpd's own words. */
export interface GobgpConfig {
  readonly global: {
    readonly config: { readonly as: number; readonly "router-id": string; readonly port: 179 };
    readonly "use-multiple-paths": { readonly config: { readonly enabled: true } };
  };
  readonly neighbors: readonly GobgpNeighbor[];
}

/** A neighbour of a router, in the words of GoBGP's configuration. */
export interface GobgpNeighbor {
  readonly config: {
    readonly "neighbor-address": string;
    readonly "peer-as": number;
    readonly description: string;
  };
  readonly transport: { readonly config: { readonly "passive-mode": true } };
  readonly "ebgp-multihop"?: { readonly config: { readonly enabled: true; readonly "multihop-ttl": 64 } };
  readonly timers: {
    readonly config: { readonly "hold-time": number; readonly "keepalive-interval": number };
  };
  readonly "afi-safis": readonly { readonly config: { readonly "afi-safi-name": string } }[];
}

/**
 * What a router's BGP daemon is told: its own AS, and as neighbours, with the nodes' AS, all nodes that may
 * announce the VIP. It waits for them to call. `undefined` for a router that is nobody's peer.
 */
export function gobgpConfig(
  cluster: Cluster,
  balancer: BgpLoadBalancer,
  router: Router,
): GobgpConfig | undefined {
  if (router.asn === undefined || !balancer.peers.some(({ name }) => name === router.name)) return undefined;
  const internal = router.asn === balancer.asn;
  return {
    global: {
      config: { as: router.asn, "router-id": routerId(router), port: 179 },
      "use-multiple-paths": { config: { enabled: true } },
    },
    neighbors: cluster.nodes
      .filter(({ roles }) => roles.controlPlane)
      .flatMap((node) =>
        node.addresses
          // A session is over the family that the router is peered with by.
          .filter(({ family }) => router.addresses.some((own) => own.family === family))
          .map(({ address }) => ({
            config: { "neighbor-address": address, "peer-as": balancer.asn, description: node.name },
            transport: { config: { "passive-mode": true as const } },
            ...(balancer.multihop && !internal
              ? { "ebgp-multihop": { config: { enabled: true as const, "multihop-ttl": 64 as const } } }
              : {}),
            timers: {
              config: { "hold-time": balancer.holdTime, "keepalive-interval": balancer.keepalive },
            },
            "afi-safis": ["ipv4-unicast", "ipv6-unicast"].map((name) => ({
              config: { "afi-safi-name": name },
            })),
          })),
      ),
  };
}

/** BGP wants an IPv4 address for a name, of a router with IPv6 alone as well: then one is made from its name. */
function routerId(router: Router): string {
  const own = router.addresses.find(({ family }) => family === 4);
  if (own !== undefined) return own.address;
  const bytes = createHash("sha256").update(router.name).digest();
  return `10.255.${bytes[0]}.${Math.max(1, bytes[1] ?? 1)}`;
}
