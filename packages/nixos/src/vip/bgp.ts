import {
  ADDRESS_BITS,
  type Address,
  type BgpLoadBalancer,
  type BgpPeer,
  type Cluster,
  type Node,
  urlHost,
  vipAddress,
} from "@quorate/cluster";
import { containsCidr } from "cidr-tools";
import type { NetworkdRoute } from "../node/networking.ts";
import { LEASE_PERMISSIONS } from "./lease.ts";
import { routerId } from "./router-id.ts";
import { type Variable, variable } from "./variable.ts";
import type { ControlPlaneAccess, Vip } from "./vip.ts";

/** Every control plane node has the VIP on `lo`, and announces it to the routers as long as its apiserver is alive. */
export function bgp(mode: BgpLoadBalancer, cluster: Cluster): Vip {
  return {
    carried: {
      ...vipAddress(cluster.api),
      answersArp: false,
      interfaceOf: () => "lo",
      variables: (node, api) => [
        variable("bgp_enable", true),
        variable("bgp_routerid", routerId(node)),
        variable("bgp_as", mode.asn),
        variable("bgp_peeraddress", ""),
        variable("bgp_peerpass", ""),
        variable("bgp_peeras", mode.peers[0]?.asn ?? ""),
        variable("bgp_peers", mode.peers.map((peer) => peerText(peer, mode.multihop)).join(",")),
        variable("bgp_hold_time", mode.holdTime),
        variable("bgp_keepalive_interval", mode.keepalive),
        ...healthCheck(api),
      ],
    },
    networkOf: (node) => {
      const routes = vipRoutes(cluster, mode, node);
      return {
        routes,
        sysctls: {
          ...(routes.length > 0 ? ROUTE_SYSCTLS : {}),
          ...(node.roles.controlPlane ? HOLDER_SYSCTLS : {}),
        },
        foreignAddresses: false,
      };
    },
    // Nobody is elected. A cluster that goes over to ARP, node after node, must find the permission there.
    permissions: LEASE_PERMISSIONS,
    data: { ...mode, peers: mode.peers.map(({ name, address, asn }) => ({ name, address, asn })) },
  };
}

const ROUTE_SYSCTLS = {
  // The routers have one interface for both ways: they would tell a node to go straight to one of the masters,
  // and it would, for minutes after that one is gone. (Where IPv6 is forwarded no such word is heard.)
  "net.ipv4.conf.all.accept_redirects": 0,
  // Of several routers, leave out one that does not answer.
  "net.ipv4.fib_multipath_use_neigh": 1,
} as const;

/** The VIP is on `lo` of every control plane node: none may answer ARP for it, nor ask in its name. */
const HOLDER_SYSCTLS = { "net.ipv4.conf.all.arp_ignore": 1, "net.ipv4.conf.all.arp_announce": 2 } as const;

/**
 * How a node without an apiserver of its own reaches the VIP: by the routers that hear the announcement. Without
 * a route to them a node in the VIP's own subnet would ask by ARP (or neighbour discovery) who has it, and the
 * masters, all of which have it, are told to keep silent. Routers outside of the node's subnets are reached
 * through its gateway, and so is the VIP then.
 */
function vipRoutes(cluster: Cluster, mode: BgpLoadBalancer, node: Node): readonly NetworkdRoute[] {
  if (!node.roles.kubelet || node.roles.controlPlane) return [];
  const { network } = cluster;
  const vip = vipAddress(cluster.api);
  const near = (address: string) => network.subnets.some(({ cidr }) => containsCidr(cidr, address));
  const ofItsFamily = (addresses: readonly Address[]) =>
    addresses.filter(({ family }) => family === vip.family).map(({ address }) => address);
  const peers = ofItsFamily(mode.peers);
  const neighbours = peers.filter(near);
  const gateways = near(vip.address) ? ofItsFamily(network.gateways) : [];
  const via = neighbours.length > 0 ? neighbours : gateways;
  const [first] = via;
  if (first === undefined) return [];
  return [
    {
      Destination: `${vip.address}/${ADDRESS_BITS[vip.family]}`,
      ...(via.length === 1 ? { Gateway: first } : { MultiPathRoute: [...via].sort() }),
    },
  ];
}

/** Without it kube-vip goes on announcing a dead apiserver. */
function healthCheck(api: ControlPlaneAccess): readonly Variable[] {
  return [
    variable("control_plane_health_check_address", `${api.server}/livez`),
    variable("control_plane_health_check_period_seconds", 5),
    variable("control_plane_health_check_timeout_seconds", 3),
    variable("control_plane_health_check_failure_threshold", 3),
    variable("control_plane_health_check_ca_path", api.caFile),
  ];
}

/** `address:asn:password:multihop`, without a password. */
function peerText(peer: BgpPeer, multihop: boolean): string {
  return `${urlHost(peer)}:${peer.asn}::${multihop}`;
}
