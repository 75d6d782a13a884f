import type { Cluster, Node } from "@quorate/cluster";
import { containsCidr } from "cidr-tools";
import { isIpv6 } from "../node/address-text.ts";

/** A `[Route]` section of systemd-networkd. */
export type NetworkdRoute = Readonly<Record<string, string | readonly string[]>>;

/**
 * How a node without an apiserver of its own reaches the VIP where BGP announces it: by the routers that hear the
 * announcement. Without a route to them a node in the VIP's own subnet would ask by ARP (or neighbour
 * discovery) who has it, and the masters, all of which have it, are told to keep silent. Routers outside of the
 * node's subnets are reached through its gateway, and so is the VIP then.
 */
export function vipRoutes(cluster: Cluster, node: Node): readonly NetworkdRoute[] {
  const { api, network, loadBalancer } = cluster;
  if (loadBalancer.kind !== "bgp" || !node.roles.kubelet || node.roles.controlPlane) return [];
  const near = (address: string) => network.subnets.some((subnet) => containsCidr(subnet, address));
  const ofItsFamily = (address: string) => isIpv6(address) === (api.vipFamily === 6);
  const peers = loadBalancer.peers.map(({ address }) => address).filter(ofItsFamily);
  const neighbours = peers.filter(near);
  const gateways = near(api.vip) ? network.gateways.filter(ofItsFamily) : [];
  const via = neighbours.length > 0 ? neighbours : gateways;
  const [first] = via;
  if (first === undefined) return [];
  return [
    {
      Destination: `${api.vip}/${api.vipFamily === 6 ? 128 : 32}`,
      ...(via.length === 1 ? { Gateway: first } : { MultiPathRoute: [...via].sort() }),
    },
  ];
}
