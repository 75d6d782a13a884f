import type { BootMode, NodeSystem, TaintSpec } from "../dsl/machine.ts";
import type { NixValue } from "../nix-value.ts";
import type { NixosOptions } from "../nixos-options.generated.ts";
import type { Address, IpNetwork } from "./address.ts";
import type { Family, HostName, IpAddress } from "./brand.ts";
import type { ResolvedCni } from "./cni.ts";
import type { ResolvedDistribution } from "./distribution.ts";
import type { Health } from "./health.ts";
import type { LoadBalancer } from "./load-balancer.ts";
import type { RolloutSettings } from "./rollout.ts";

/** The cluster, resolved: every default filled in, every reference followed, every text canonical. */
export interface Cluster {
  /** A DNS label. */
  readonly name: string;
  readonly distribution: ResolvedDistribution;
  readonly api: ApiEndpoint;
  readonly loadBalancer: LoadBalancer;
  readonly network: Network;
  readonly etcd: Etcd;
  /** The nodes, sorted by name. */
  readonly nodes: readonly Node[];
  /** The routers, sorted by name. */
  readonly routers: readonly Router[];
  readonly ssh: Ssh;
  readonly encryptSecrets: boolean;
  /** `system.stateVersion`, such as `26.05`. */
  readonly stateVersion: string;
  /** How deployments go about it. */
  readonly rollout: RolloutSettings;
  /** What has to be well beside the nodes; `undefined` where nothing is asked. */
  readonly health: Health | undefined;
  readonly escapeHatch: EscapeHatchValues;
}

/** Where clients reach the Kubernetes API. */
export interface ApiEndpoint {
  /** The virtual IP; `undefined` where there is none: see {@link vipAddress} for what there is only with one. */
  readonly vip: IpAddress | undefined;
  readonly vipFamily: Family | undefined;
  readonly port: number;
  /**
   * `https://<vip>:<port>`, IPv6 in brackets. Without a VIP it names the DNS name, or else the first of the control
   * plane nodes.
   */
  readonly url: string;
  /** A DNS name of the VIP, if it has one. */
  readonly dnsName: string | undefined;
  /** Further subject alternative names for the apiserver's certificate. */
  readonly extraSans: readonly string[];
}

/**
 * The VIP and its family, for what there is only where a VIP is carried.
 * @throws RangeError where there is none
 */
export function vipAddress({ vip, vipFamily }: Pick<ApiEndpoint, "vip" | "vipFamily">): Address {
  if (vip === undefined || vipFamily === undefined) throw new RangeError("this cluster has no VIP");
  return { address: vip, family: vipFamily };
}

/** Names and addresses that the API is asked for by, beside those of its nodes: the VIP, its name, and further ones. */
export function apiNames({ vip, dnsName, extraSans }: ApiEndpoint): readonly string[] {
  return [...[vip, dnsName].filter((name) => name !== undefined), ...extraSans];
}

/** The networks of the cluster. Each list holds one entry a family, the primary family first. */
export interface Network {
  readonly subnets: readonly IpNetwork[];
  /** The default gateways, one a family at most. */
  readonly gateways: readonly Address[];
  readonly nameservers: readonly IpAddress[];
  readonly pods: readonly IpNetwork[];
  readonly services: readonly IpNetwork[];
  /** First address of each Service range: the `kubernetes` Service. */
  readonly apiServiceAddresses: readonly IpAddress[];
  /** Tenth address of the primary Service range: CoreDNS. */
  readonly dnsAddress: IpAddress;
  /** `cluster.local` */
  readonly domain: string;
  readonly cni: ResolvedCni;
}

/** The etcd that holds the cluster's state. */
export interface Etcd {
  /** The voting members, sorted by name. */
  readonly members: readonly EtcdMember[];
  /** `initial-cluster-token`. */
  readonly token: string;
}

/** A node as the other members and clients of etcd know it. */
export interface EtcdMember extends Address {
  /** The member's name, which is its node's. */
  readonly name: HostName;
  /** Where clients ask it: `https://<address>:<etcdClient>`, see PORTS. */
  readonly clientUrl: string;
  /** Where other members reach it, by the port `etcdPeer`. */
  readonly peerUrl: string;
}

/** A machine that runs NixOS. */
export interface Node {
  readonly kind: "node";
  readonly name: HostName;
  /** Its addresses, the primary one first; one a family. */
  readonly addresses: readonly [NodeAddress, ...NodeAddress[]];
  /** The primary address: what other machines and the operator use. */
  readonly address: IpAddress;
  readonly interface: string;
  readonly disk: string;
  readonly boot: BootMode;
  readonly system: NodeSystem;
  readonly roles: Roles;
  /** Whether ordinary pods may run here. */
  readonly schedulable: boolean;
  /** Switched off for a while, and left out of what is about every node. */
  readonly offline: boolean;
  /** The public key that it showed before we knew it, and keeps; `undefined` where genCerts makes one. */
  readonly hostKey: string | undefined;
  readonly labels: { readonly [key: string]: string };
  /** The taints to register with, the control plane's own included, sorted by key. */
  readonly taints: readonly Required<TaintSpec>[];
  /** The node's own escape hatch; the cluster's applies to it as well, beneath this one. */
  readonly escapeHatch: EscapeHatchValues;
}

/** An address of a node, in one of the cluster's subnets. */
export interface NodeAddress extends Address {
  /** Bits of the subnet that the address lies in. */
  readonly prefixLength: number;
}

/** What runs on a node. */
export interface Roles {
  /** A voting etcd member. */
  readonly etcd: boolean;
  /** apiserver, controller-manager, scheduler. */
  readonly controlPlane: boolean;
  /** A kubelet: on every control plane node and every worker; not on a node that is etcd alone. */
  readonly kubelet: boolean;
}

/** A machine that is not ours to configure. */
export interface Router {
  readonly kind: "router";
  readonly name: HostName;
  readonly addresses: readonly Address[];
  readonly asn: number | undefined;
}

/** How nodes are reached by ssh once they are installed. */
export interface Ssh {
  /** OpenSSH public key lines, sorted, without duplicates. */
  readonly authorizedKeys: readonly string[];
  readonly port: number;
}

/** NixOS options that the user sets beside what Quorate does. */
export interface EscapeHatchValues {
  readonly nixos: NixosOptions;
  /** By dotted option path. */
  readonly nixosUnchecked: { readonly [path: string]: NixValue };
}
