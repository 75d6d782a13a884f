import type { Address, NixValue, Node } from "@quorate/cluster";
import type { NetworkNeeds } from "../node/networking.ts";
import type { Rule } from "../object/rbac.ts";
import type { KubeconfigOptions } from "../option/node-options.ts";
import type { Variable } from "./variable.ts";

/**
 * How a client on a control plane node reaches the apiserver beside it, and not the one behind the VIP: the
 * distribution knows. Each file is on the host, as are those that the kubeconfig names.
 */
export interface ControlPlaneAccess extends KubeconfigOptions {
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
}

/**
 * How the VIP of a cluster is carried: what all other parts have to ask about its mode. Each mode answers in a
 * file of its own.
 */
export interface Vip {
  /** What kube-vip makes of it; `undefined` where there is no VIP. */
  readonly carried: CarriedVip | undefined;
  /** What a node's network needs, so that it may hold the VIP or reach whoever does. */
  readonly networkOf: (node: Node) => NetworkNeeds;
  /** What kube-vip may do in the namespace kube-system. */
  readonly permissions: readonly Rule[];
  /** The mode and its settings, as machines.nix has them. */
  readonly data: NixValue;
}

/** A VIP that kube-vip carries. */
export interface CarriedVip extends Address {
  /** The interface of a control plane node that has the VIP while the node holds it. */
  readonly interfaceOf: (node: Node) => string;
  /** Whether kube-vip answers for the VIP by ARP, or neighbour discovery. */
  readonly answersArp: boolean;
  /** What kube-vip is told in this mode alone, in the order of its own manifest generator. */
  readonly variables: (node: Node, api: ControlPlaneAccess) => readonly Variable[];
}
