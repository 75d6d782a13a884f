/** How kube-vip makes the VIP reachable by BGP: every healthy control plane node announces a host route. */
export interface BgpSpec<Peer extends string = string> {
  /** The autonomous system number of the nodes. */
  readonly asn: number;
  /** Names of the routers to peer with; each needs an `asn` of its own. */
  readonly peers: readonly [Peer, ...Peer[]];
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

export interface Bgp<Peer extends string = string> extends BgpSpec<Peer> {
  readonly kind: "bgp";
}

export interface Arp extends ArpSpec {
  readonly kind: "arp";
}

/** The VIP is announced over BGP by every control plane node whose apiserver is healthy. */
export function bgp<const Peer extends string>(spec: BgpSpec<Peer>): Bgp<Peer> {
  return { ...spec, kind: "bgp" };
}

/** The VIP is held by one control plane node at a time, elected through a Kubernetes lease. */
export function arp(spec: ArpSpec = {}): Arp {
  return { ...spec, kind: "arp" };
}
