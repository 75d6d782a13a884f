import type { AtLeastOne } from "./at-least-one.ts";
import { standsFor } from "./stands-for.ts";

declare const withAsn: unique symbol;

/**
 * A router of `machines` that has an `asn`: nothing else can be a BGP peer. Nothing is of this type. It stands
 * beside the names themselves, so that a compiler's message says what is wanted even where there is no such router.
 */
export interface RouterWithAsn {
  /** What nothing has. */
  readonly [withAsn]: never;
}

/** How kube-vip makes the VIP reachable by BGP: every healthy control plane node announces a host route. */
export interface BgpSpec<Peer = string> {
  /** The autonomous system number of the nodes. */
  readonly asn: number;
  /** Names of the routers to peer with; each needs an `asn` of its own. */
  readonly peers: AtLeastOne<Peer>;
  /** Whether the session may cross more than one hop. Default: false. */
  readonly multihop?: boolean;
  /** Seconds without a keepalive after which a session is down. Default: 30. */
  readonly holdTime?: number;
  /** Seconds between keepalives. Default: 10. */
  readonly keepalive?: number;
}

/** How kube-vip makes the VIP reachable by ARP (or neighbour discovery): a lease holder carries the address. */
export interface ArpSpec {
  /** Seconds until a lease that nobody renews is free. Default: 15. */
  readonly leaseDuration?: number;
  /** Seconds in which the holder must manage to renew. Default: 10. */
  readonly renewDeadline?: number;
  /** Seconds between tries. Default: 2. */
  readonly retryPeriod?: number;
}

/** A load balancer by BGP, as data. */
export interface Bgp<Peer = string> extends BgpSpec<Peer> {
  /** Which of the load balancers this is. */
  readonly kind: "bgp";
}

/** A load balancer by ARP. */
export interface Arp extends ArpSpec {
  /** Which of the load balancers this is. */
  readonly kind: "arp";
}

/** No VIP: nothing moves, and whoever wants the API names a server. */
export interface NoVip {
  /** Which of the load balancers this is. */
  readonly kind: "none";
}

/** How a VIP is made reachable; `Peer` are the names that can be a BGP peer. */
export type LoadBalancerSpec<Peer = string> = Arp | Bgp<Peer> | (() => Bgp<Peer>);

/** The same as data, or that there is no VIP. */
export type LoadBalancerData = Extract<LoadBalancerSpec, { readonly kind: string }> | NoVip;

/** The VIP is announced over BGP by every control plane node whose apiserver is healthy. */
// It returns a function because a compiler puts off a generic call that does until it knows the rest of
// defineCluster's argument, and with it the machines: decision 1. `Given` are the peers of a call that
// stands by itself, where nothing says what names there are.
export function bgp<Peer extends string | RouterWithAsn, const Given extends Peer>(
  spec: BgpSpec<Given>,
): () => Bgp<string extends Peer ? Given : Peer> {
  const made: Bgp<Given> = { ...spec, kind: "bgp" };
  return standsFor(made);
}

/** The VIP is held by one control plane node at a time, elected through a Kubernetes lease. */
export function arp(spec: ArpSpec = {}): Arp {
  return { ...spec, kind: "arp" };
}

/** There is no VIP: for k3s, whose agents find the other servers by themselves once they have found one. */
export function none(): NoVip {
  return { kind: "none" };
}
