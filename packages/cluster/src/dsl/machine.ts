import type { NixValue } from "../nix-value.ts";
import type { AtLeastOne } from "./at-least-one.ts";
import type { SettableOptions } from "./nixos-option.ts";

/**
 * What a node does.
 * - `etcd`: a voting etcd member.
 * - `kubernetes`: the control plane (apiserver, controller-manager, scheduler), with a kubelet.
 * - `worker`: a kubelet that takes ordinary pods.
 */
export type Service = "etcd" | "kubernetes" | "worker";

/** A platform that a node's closure can be built for. */
export type NodeSystem = "x86_64-linux" | "aarch64-linux";

/** One address, or two of different families (dual-stack); the first is the primary one. */
export type Addresses = string | readonly [string, string];

/** How a node's firmware starts it: decides the partition table and the boot loader. */
export type BootMode = "uefi" | "bios";

/** A taint that the kubelet registers its node with. */
export interface TaintSpec {
  /** Label-like key, such as `example.com/gpu`. */
  readonly key: string;
  /** Value of the taint. Default: the empty string. */
  readonly value?: string;
  /** What happens to pods that do not tolerate it. */
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** Any NixOS option, as data. */
export interface EscapeHatch {
  /**
   * NixOS options by their typed names: an option that does not exist or has another type does not compile.
   * One that is not known here goes into `nixosUnchecked`.
   */
  readonly nixos?: SettableOptions;
  /**
   * NixOS options by their dotted path, unchecked until Nix evaluates them: for options that the typed
   * tree does not hold. `{ "services.nginx.enable": true }`. A name with a dot in it is quoted as in Nix:
   * `environment.etc."a.conf".text`.
   */
  readonly nixosUnchecked?: { readonly [path: string]: NixValue };
}

/** A machine that runs NixOS and can be deployed to. */
export interface NodeSpec extends EscapeHatch {
  /** The node's own address or addresses, inside `network.subnet`. */
  readonly ip: Addresses;
  /** Name of the network interface that carries `ip`, as `ip link` prints it. */
  readonly interface: string;
  /**
   * The disk to install to: everything on it is erased by an installation. Best a `/dev/disk/by-id/` path: with
   * two disks of a kind, which of them is `/dev/nvme0n1` or `/dev/sda` can change at every start.
   */
  readonly disk: string;
  /**
   * What the node does: `etcd` (a voting member), `kubernetes` (the control plane, with a kubelet), `worker`
   * (a kubelet that takes ordinary pods), or any mix of them.
   */
  readonly services: AtLeastOne<Service>;
  /** The platform that the node's closure is built for. Default: `x86_64-linux`. */
  readonly system?: NodeSystem;
  /** How the firmware starts it: decides the partition table and the boot loader. Default: `uefi`. */
  readonly boot?: BootMode;
  /**
   * Whether ordinary pods may run here. Default: true for a `worker`; true for a control plane node as
   * long as the cluster has no `worker` at all; otherwise false, as a NoSchedule taint.
   */
  readonly schedulable?: boolean;
  /**
   * Whether the machine is switched off for a while: `deploy --all` leaves it out, and where it is a voter of etcd it
   * counts as one that is down. It stays part of the cluster. Default: false.
   */
  readonly offline?: boolean;
  /**
   * The ed25519 key that its sshd shows, as a line of `ssh_host_ed25519_key.pub`, of a machine that ran before and keeps
   * it; its private half is on that machine alone. Default: genCerts makes one, and an installation brings it along.
   */
  readonly hostKey?: string;
  /** Kubernetes labels of the node. Default: none. */
  readonly labels?: { readonly [key: string]: string };
  /** Further taints. Default: none. */
  readonly taints?: readonly TaintSpec[];
}

/** A machine that is not ours to configure: a gateway, a BGP peer. */
export interface RouterSpec {
  /** The router's own address or addresses. */
  readonly ip: Addresses;
  /** Its autonomous system number; needed only where it is a BGP peer. */
  readonly asn?: number;
}

/** What {@link node} returns. */
export interface NodeMachine extends NodeSpec {
  /** Which of the machines this is. */
  readonly kind: "node";
}

/** What {@link router} returns; `Asn` remembers whether it can be a BGP peer. */
export interface RouterMachine<Asn extends number | undefined = number | undefined> {
  /** Which of the machines this is. */
  readonly kind: "router";
  /** The router's own address or addresses. */
  readonly ip: Addresses;
  /** Its autonomous system number, if it has one. */
  readonly asn: Asn;
}

/** What `machines` holds. */
export type Machine = NodeMachine | RouterMachine;

/** Declares a machine that runs NixOS. */
export function node(spec: NodeSpec): NodeMachine {
  return { ...spec, kind: "node" };
}

/** Declares a machine that Quorate talks about but never touches. Give it an `asn` to make it a BGP peer. */
// Two signatures, not a type parameter: that would be inferred from what defineCluster allows, not from `spec`.
export function router(spec: RouterSpec & { readonly asn: number }): RouterMachine<number>;
export function router(spec: RouterSpec & { readonly asn?: never }): RouterMachine<undefined>;
export function router(spec: RouterSpec): RouterMachine {
  return { asn: undefined, ...spec, kind: "router" };
}
