import type { LoadBalancerData } from "../dsl/load-balancer.ts";
import type { Address } from "./address.ts";
import type { HostName } from "./brand.ts";

/** How the VIP is made reachable, resolved: every default is filled in, every peer looked up. */
export type LoadBalancer = BgpLoadBalancer | ArpLoadBalancer | NoLoadBalancer;

/** The ways in which the VIP is made reachable. */
export type LoadBalancerKind = LoadBalancerData["kind"];

/** What is to be said of every way in which the VIP is made reachable: a table without a row for one does not compile. */
export type ByLoadBalancer<T> = { readonly [K in LoadBalancerKind]: T };

/** Every control plane node announces the VIP to the routers. */
export interface BgpLoadBalancer {
  readonly kind: "bgp";
  /** The nodes' autonomous system number. */
  readonly asn: number;
  /** Sorted by name. */
  readonly peers: readonly BgpPeer[];
  readonly multihop: boolean;
  /** Seconds. */
  readonly holdTime: number;
  /** Seconds. */
  readonly keepalive: number;
}

/** A router, by the address that the nodes reach it at. */
export interface BgpPeer extends Address {
  readonly name: HostName;
  readonly asn: number;
}

/** One control plane node at a time has the VIP, and answers ARP or neighbour discovery for it. */
export interface ArpLoadBalancer {
  readonly kind: "arp";
  /** Seconds. */
  readonly leaseDuration: number;
  /** Seconds. */
  readonly renewDeadline: number;
  /** Seconds. */
  readonly retryPeriod: number;
}

/** There is no VIP. */
export interface NoLoadBalancer {
  readonly kind: "none";
}

/** Seconds, where machines.ts names none. */
export const BGP_TIMERS = { holdTime: 30, keepalive: 10 } as const;

/** Seconds, where machines.ts names none. */
export const ARP_TIMERS = { leaseDuration: 15, renewDeadline: 10, retryPeriod: 2 } as const;
