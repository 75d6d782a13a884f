import type { Family, NodeSystem } from "@quorate/cluster";
import type { GobgpConfig } from "../network/gobgp-config.ts";
import type { SystemKind } from "./system-kind.ts";

/** Everything that a lab is made of, by name. Plain data: it is kept in the state file as it is. */
export interface LabPlan {
  readonly cluster: string;
  /** Six characters that tell this lab from every other on the same machine. */
  readonly id: string;
  /** The lab's folder. */
  readonly folder: string;
  readonly lan: LanPlan;
  readonly operator: OperatorPlan;
  /** Routers first, then nodes; each sorted by name. */
  readonly machines: readonly MachinePlan[];
  /** The systems that machines.ts has the nodes' programs for, by name; what runs is this machine's. */
  readonly systems: { readonly [node: string]: NodeSystem };
}

/** The network that all machines are on: a bridge in a network namespace of its own. */
export interface LanPlan {
  readonly namespace: string;
  readonly bridge: string;
}

/** One end of a cable: its other end is the LAN's bridge. */
export interface LinkPlan {
  readonly namespace: string;
  /** The end in the LAN's namespace. */
  readonly port: string;
  /** The end in `namespace`. */
  readonly interface: string;
  /** The hardware address of `interface`: it stays the same when the machine reboots. */
  readonly mac: string;
  readonly addresses: readonly LinkAddress[];
  readonly routes: readonly RoutePlan[];
}

/** An address of a link, and what it is. */
export interface LinkAddress {
  /** With the length of its network's prefix: `10.0.0.11/24`. */
  readonly cidr: string;
  readonly family: Family;
}

/** A route of a machine, or of the operator. */
export interface RoutePlan {
  /** `default`, or a network in CIDR notation. */
  readonly to: string;
  /** Next hops; none for what is on the link itself. */
  readonly via: readonly string[];
  readonly family: Family;
}

/** Where the operator's commands run. */
export interface OperatorPlan {
  readonly link: LinkPlan;
}

/** A machine of the lab: a host, or a router. */
export interface MachinePlan {
  readonly kind: "node" | "router";
  readonly name: string;
  /** What it boots; a router runs what is of Debian. */
  readonly system: SystemKind;
  /** The address at which it is looked for. */
  readonly address: string;
  readonly link: LinkPlan;
  /** The machine's folder. */
  readonly folder: string;
  /** Path below the root of every cgroup hierarchy. */
  readonly cgroup: string;
  /** What becomes its /etc/machine-id. */
  readonly uuid: string;
  readonly diskMiB: number;
  /** The port of an installed node's sshd; a bare one listens on 22. */
  readonly sshPort: number | undefined;
  /** A router's BGP daemon; `undefined` where it speaks no BGP. */
  readonly bgp: GobgpConfig | undefined;
}
