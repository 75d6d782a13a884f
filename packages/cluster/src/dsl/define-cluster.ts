import type { Cni } from "./cni.ts";
import type { Distribution } from "./distribution.ts";
import type { HealthSpec } from "./health.ts";
import type { LoadBalancerSpec, NoVip, RouterWithAsn } from "./load-balancer.ts";
import type { Addresses, EscapeHatch, Machine, RouterMachine } from "./machine.ts";
import type { RolloutSpec } from "./rollout.ts";

/** The machines of a cluster by host name. */
export type Machines = { readonly [name: string]: Machine };

/**
 * Names of the machines in `M`, for the fields that take one. Where the file makes the names when it runs,
 * any text will do, and what it names is found out then. An interface, since a compiler's message would show
 * an alias instead of the names.
 */
interface NamesOf<M extends Machines> {
  /** The routers that have an `asn`. */
  readonly peers: string extends keyof M
    ? string
    :
        | RouterWithAsn
        | { [K in keyof M & string]: M[K] extends RouterMachine<number> ? K : never }[keyof M & string];
  /** All nodes. */
  readonly nodes: string extends keyof M
    ? string
    : { [K in keyof M & string]: M[K] extends RouterMachine ? never : K }[keyof M & string];
  /** All routers. */
  readonly routers: string extends keyof M
    ? string
    : { [K in keyof M & string]: M[K] extends RouterMachine ? K : never }[keyof M & string];
}

/** Something that can only be an address, never a machine's name: it holds a dot quad or a colon. */
export type AddressLiteral = `${number}.${number}.${number}.${number}` | `${string}:${string}`;

/** Where the Kubernetes API is reached. */
export type KubeMasterSpec<Peer = string> = ApiSpec & (VipSpec<Peer> | NoVipSpec);

/** A virtual IP, and what carries it. */
export interface VipSpec<Peer = string> {
  /** The virtual IP (VIP) of the API: inside `network.subnet`, or reached by BGP; no machine's own address. */
  readonly ip: string;
  /** What makes the VIP reachable: `bgp({ … })` where a router speaks BGP, otherwise `arp()`. */
  readonly loadBalancer: LoadBalancerSpec<Peer>;
}

/** No virtual IP, which k3s alone can do without. */
export interface NoVipSpec {
  /** Nothing carries a VIP, so there is none. */
  readonly ip?: never;
  /** That there is no VIP: `none()`. */
  readonly loadBalancer: NoVip;
}

/** What there is to say of the API, with or without a VIP. */
export interface ApiSpec {
  /** TCP port of the API, on the VIP and on every control plane node. Default: 6443. */
  readonly port?: number;
  /** A DNS name that resolves to the VIP (without one: to servers), for the apiserver's certificate. Default: none. */
  readonly dnsName?: string;
  /** Further names or addresses in the apiserver's certificate. Default: none. */
  readonly extraSans?: readonly string[];
}

/** The networks of the nodes, the pods and the Services. */
export interface NetworkSpec<Router extends string = string> {
  /** The nodes' network in CIDR notation; a pair of different families for dual-stack. */
  readonly subnet: Addresses;
  /** The default gateway: a router's name, an address, or a pair of addresses for dual-stack. */
  readonly gateway: Router | AddressLiteral | readonly [AddressLiteral, AddressLiteral];
  /** DNS servers that the nodes ask. */
  readonly nameservers: readonly string[];
  /** Addresses of the pods. Default: `10.244.0.0/16`, and `fd00:10:244::/48` for an IPv6 subnet. */
  readonly pods?: Addresses;
  /** Addresses of the Services. Default: `10.96.0.0/16`, and `fd00:10:96::/112` for an IPv6 subnet. */
  readonly services?: Addresses;
  /** DNS domain of Services and pods. Default: `cluster.local`. */
  readonly domain?: string;
  /** What connects the pods: `flannel({ … })`, or `noCni()` where something else will. Default: `flannel()`. */
  readonly cni?: Cni;
}

/** Who may log in to the nodes. */
export interface SshSpec {
  /**
   * Public keys that may log in as root, one OpenSSH line each, beside the operator key that genCerts
   * makes. Default: none.
   */
  readonly authorizedKeys?: readonly string[];
  /** TCP port of sshd. Default: 22. */
  readonly port?: number;
}

/** What {@link defineCluster} takes; `M` remembers the machines by name. */
export interface ClusterSpec<M extends Machines = Machines> extends EscapeHatch {
  /** Name of the cluster, a DNS label: names its kubeconfig context and its etcd token. */
  readonly name: string;
  /** Where the Kubernetes API is reached: its virtual IP, and what carries that. */
  readonly kubeMaster: KubeMasterSpec<NamesOf<NoInfer<M>>["peers"]>;
  /** The networks of the nodes, the pods and the Services. */
  readonly network: NetworkSpec<NamesOf<NoInfer<M>>["routers"]>;
  /** The machines by host name, a DNS label: each a `node({ … })` or a `router({ … })`. */
  readonly machines: M;
  /** Which Kubernetes runs on the nodes: `kubernetes()` or `k3s({ … })`. Default: `kubernetes()`. */
  readonly distribution?: Distribution;
  /** Who may log in to the nodes, and where. Default: nobody but the holder of the operator key, at port 22. */
  readonly ssh?: SshSpec;
  /** How deployments go about it: maintenance windows, checks of your own. Default: at any time, without any. */
  readonly rollout?: RolloutSpec<NamesOf<NoInfer<M>>["nodes"]>;
  /** What has to be well beside the nodes: workloads of namespaces, Ceph, questions of your own. Default: nothing. */
  readonly health?: HealthSpec<NamesOf<NoInfer<M>>["nodes"]>;
  /** Whether Secrets are encrypted in etcd, with a key from genCerts. Default: true. */
  readonly encryptSecrets?: boolean;
  /**
   * Whether an even number of etcd's members is taken as it is, for a cluster that runs with it: two tolerate no failure,
   * four as many as three. Default: false.
   */
  readonly allowEvenMembers?: boolean;
  /** NixOS release whose state formats the nodes keep (`system.stateVersion`). Default: `26.05`. */
  readonly stateVersion?: string;
}

/** What machines.ts exports. Its content is parsed again when the file is loaded: types can be cast away. */
export interface ClusterDefinition {
  /** What tells it from anything else that a file may export. */
  readonly kind: "cluster";
  /** What was declared. */
  readonly spec: unknown;
}

/** Declares the cluster: `export default defineCluster({ … })`. */
export function defineCluster<const M extends Machines>(spec: ClusterSpec<M>): ClusterDefinition {
  return { kind: "cluster", spec };
}
