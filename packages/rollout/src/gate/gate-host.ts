import { type Cluster, type HostName, type Node, servicesReadingSecrets, urlHost } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";

/** What a gate has to know of a host to ask it: plain data, made of the file alone. */
export interface GateHost {
  readonly node: HostName;
  /** The units that must run there, sorted. */
  readonly units: readonly string[];
  /** Its member of etcd. */
  readonly etcd?: { readonly clientUrl: string };
  /** Its apiserver, by its own address. */
  readonly apiserver?: { readonly url: string };
  /** Its kubelet. `url` is the API that it uses itself. */
  readonly kubelet?: { readonly url: string; readonly credentials: "bootstrap" | "kubelet-client" };
}

/** What else a host cannot do without, whatever reads secrets on it. */
const EVERYWHERE = ["systemd-networkd.service"];

/** What to ask of a node. */
function gateHostOf(cluster: Cluster, node: Node): GateHost {
  const { name, roles } = node;
  const { oneShot, containerRuntime } = OPERATIONS[cluster.distribution.kind];
  const services = Object.keys(servicesReadingSecrets(cluster, node))
    .map((service) => `${service}.service`)
    .filter((unit) => !oneShot.includes(unit));
  const runtime = roles.kubelet ? [containerRuntime] : [];
  const member = cluster.etcd.members.find((one) => one.name === name);
  const own = `https://${urlHost(node.addresses[0])}:${cluster.api.port}`;
  return {
    node: name,
    units: [...services, ...runtime, ...EVERYWHERE].sort(),
    ...(member === undefined ? {} : { etcd: { clientUrl: member.clientUrl } }),
    ...(roles.controlPlane ? { apiserver: { url: own } } : {}),
    ...(roles.kubelet
      ? {
          kubelet: roles.controlPlane
            ? { url: own, credentials: "bootstrap" }
            : { url: cluster.api.url, credentials: "kubelet-client" },
        }
      : {}),
  };
}

/** Whom a gate of `node` asks: itself, and every other one that has a part of etcd or of the control plane. */
export function gateHostsOf(cluster: Cluster, node: Node): readonly [GateHost, ...GateHost[]] {
  const others = cluster.nodes.filter(
    ({ name, roles }) => name !== node.name && (roles.etcd || roles.controlPlane),
  );
  const concerned = node.roles.etcd || node.roles.controlPlane;
  return [gateHostOf(cluster, node), ...(concerned ? others.map((other) => gateHostOf(cluster, other)) : [])];
}
