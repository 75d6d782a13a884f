import {
  type Cluster,
  type DistributionKind,
  type HostName,
  type IpAddress,
  type Node,
  servicesReadingSecrets,
  urlHost,
} from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { type ServedPlace, servedPlaces } from "../observe/host/served.ts";
import type { Credentials } from "../observe/subject.ts";
import type { DueCertificate } from "../plan/renewal.ts";

/** What a gate has to know of a host to ask it: plain data, made of the file alone. */
export interface GateHost {
  readonly node: HostName;
  readonly distribution: DistributionKind;
  /** The units that must run there, sorted. */
  readonly units: readonly string[];
  /** Its member of etcd: where it is asked on that host, and what it is known by. */
  readonly etcd?: { readonly clientUrl: string; readonly peerUrl: string };
  /** Its apiserver, by its own address. */
  readonly apiserver?: { readonly url: string };
  /** The one that it is to have no more: what it is before it is touched, and never afterwards. */
  readonly retires?: { readonly url: string };
  /** Its kubelet. `url` is the API that it uses itself, `who` what asks there. */
  readonly kubelet?: { readonly url: string; readonly who: Credentials };
  /** Whether it has a part of the VIP. */
  readonly vip: boolean;
  /** What it is asked about another host, which was changed: whether it comes to its doors. */
  readonly reaches?: Doors;
  /** Where it has to serve what lies in its secrets folder. */
  readonly serves: readonly ServedPlace[];
  /** What it had until it was restarted, where that should have renewed it: each has to last longer now. Default: none. */
  readonly renews?: readonly DueCertificate[];
}

/** Where others than the operator have to come in. */
export interface Doors {
  readonly address: IpAddress;
  readonly sshPort: number;
  /** The apiserver's own URL. */
  readonly apiserver?: string;
}

/** What else a host cannot do without, whatever reads secrets on it. */
const EVERYWHERE = ["systemd-networkd.service"];

/** What to ask of a node. */
function gateHostOf(cluster: Cluster, node: Node): GateHost {
  const { name, roles } = node;
  const { kind } = cluster.distribution;
  const { oneShot, containerRuntime, etcd, kubelet } = OPERATIONS[kind];
  const services = Object.keys(servicesReadingSecrets(cluster, node))
    .map((service) => `${service}.service`)
    .filter((unit) => !oneShot.includes(unit));
  const runtime = roles.kubelet ? [containerRuntime] : [];
  const member = cluster.etcd.members.find((one) => one.name === name);
  return {
    node: name,
    distribution: kind,
    units: [...new Set([...services, ...runtime, ...EVERYWHERE])].sort(),
    ...(member === undefined
      ? {}
      : { etcd: { clientUrl: etcd.askedAt(member.clientUrl), peerUrl: member.peerUrl } }),
    ...(roles.controlPlane ? { apiserver: { url: apiserverUrl(cluster, node) } } : {}),
    ...(roles.kubelet ? { kubelet: kubelet(cluster, node) } : {}),
    vip: roles.controlPlane && cluster.api.vip !== undefined,
    serves: servedPlaces({ cluster, node }),
  };
}

function apiserverUrl({ api }: Cluster, { addresses }: Node): string {
  return `https://${urlHost(addresses[0])}:${api.port}`;
}

/** What of the nodes is there to be asked. */
export interface Present {
  /** Whether there is a machine of ours. */
  readonly installed: boolean;
  /** Whether it has an apiserver. */
  readonly apiserver: boolean;
  /** Whether that is one which the file does not have any more. Default: `false`. */
  readonly retires?: boolean;
}

/**
 * Whom a gate of `node` asks: itself, and, where it has a part of etcd or of the control plane, every other one that has
 * one too. What is not `present` yet, by the name of its node, is neither asked nor missed. Without any apiserver no
 * kubelet can be Ready: then the node is asked as if it had none.
 */
export function gateHostsOf(
  cluster: Cluster,
  node: Node,
  present: (name: HostName) => Present = () => ({ installed: true, apiserver: true }),
): readonly [GateHost, ...GateHost[]] {
  const { roles } = node;
  const hasApi =
    roles.controlPlane || cluster.nodes.some((one) => one.roles.controlPlane && present(one.name).apiserver);
  const own = hasApi ? node : { ...node, roles: { ...roles, kubelet: false } };
  const others = cluster.nodes.filter(
    (one) =>
      one.name !== node.name && (one.roles.etcd || one.roles.controlPlane) && present(one.name).installed,
  );
  const { retires = false } = present(node.name);
  const ownHost: GateHost = {
    ...gateHostOf(cluster, own),
    ...(retires ? { retires: { url: apiserverUrl(cluster, node) } } : {}),
  };
  const reaches: Doors = {
    address: node.address,
    sshPort: cluster.ssh.port,
    ...(ownHost.apiserver === undefined ? {} : { apiserver: ownHost.apiserver.url }),
  };
  return [
    ownHost,
    ...(roles.etcd || roles.controlPlane || retires ? others : []).map((other) => {
      const { apiserver, ...host } = { ...gateHostOf(cluster, other), reaches };
      return apiserver === undefined || !present(other.name).apiserver ? host : { ...host, apiserver };
    }),
  ];
}
