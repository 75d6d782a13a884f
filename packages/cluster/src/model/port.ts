import type { ByDistribution, DistributionKind } from "./distribution.ts";

/** Where the API and sshd listen unless machines.ts says otherwise. */
export const DEFAULT_PORTS = { api: 6443, ssh: 22 } as const;

/** A port that is the same on every cluster. */
export interface FixedPort {
  readonly port: number;
  /** Who listens, as a message names it. */
  readonly listener: string;
  /** Whether anything of that distribution listens there, on some node. */
  readonly of: ByDistribution<boolean>;
}

const EVERYWHERE = { kubernetes: true, k3s: true } as const;
const K3S_ALONE = { kubernetes: false, k3s: true } as const;

/**
 * Every port that is not machines.ts' to choose, by name. From Kubernetes' "Ports and Protocols" page, and what
 * runs beside it in the hosts' own network.
 */
export const PORTS = {
  dns: { port: 53, listener: "CoreDNS", of: EVERYWHERE },
  bgp: { port: 179, listener: "BGP", of: EVERYWHERE },
  kubeVipMetrics: { port: 2112, listener: "kube-vip's metrics", of: EVERYWHERE },
  etcdClient: { port: 2379, listener: "etcd's clients", of: EVERYWHERE },
  etcdPeer: { port: 2380, listener: "etcd's peers", of: EVERYWHERE },
  etcdMetrics: { port: 2381, listener: "etcd's metrics", of: K3S_ALONE },
  etcdHttp: { port: 2382, listener: "etcd's clients by http", of: K3S_ALONE },
  k3sBalancer: { port: 6444, listener: "k3s' own load balancer", of: K3S_ALONE },
  containerdStreaming: { port: 10010, listener: "containerd", of: K3S_ALONE },
  kubeletHealth: { port: 10248, listener: "the kubelet's health check", of: EVERYWHERE },
  kubeProxyMetrics: { port: 10249, listener: "kube-proxy's metrics", of: EVERYWHERE },
  kubelet: { port: 10250, listener: "the kubelet", of: EVERYWHERE },
  kubeProxyHealth: { port: 10256, listener: "kube-proxy's health check", of: EVERYWHERE },
  controllerManager: { port: 10257, listener: "the controller-manager", of: EVERYWHERE },
  cloudController: { port: 10258, listener: "the cloud-controller-manager", of: K3S_ALONE },
  scheduler: { port: 10259, listener: "the scheduler", of: EVERYWHERE },
} as const satisfies Readonly<Record<string, FixedPort>>;

/** UDP port of flannel's VXLAN, whichever distribution flannel is part of. */
export const VXLAN_PORT = 8472;

/** UDP ports of k3s' WireGuard, by the family of what it carries packets over. */
export const WIREGUARD_PORTS = { 4: 51820, 6: 51821 } as const;

/** Names of the ports that are the same on every cluster. */
export type PortName = keyof typeof PORTS;

/** The Service NodePorts' range: kube-apiserver's default. */
export const NODE_PORTS = { first: 30000, last: 32767, listener: "Services of type NodePort" } as const;

/** Who listens on a TCP port already, in a cluster of that distribution; `undefined` where nobody does. */
export function listenerOn(port: number, distribution: DistributionKind): string | undefined {
  const fixed = Object.values(PORTS).find((row) => row.port === port && row.of[distribution]);
  if (fixed !== undefined) return fixed.listener;
  return port >= NODE_PORTS.first && port <= NODE_PORTS.last ? NODE_PORTS.listener : undefined;
}

/** A host as ssh looks it up among known hosts: with its port, where that is not the usual one. */
export function knownHostName(name: string, port: number): string {
  return port === DEFAULT_PORTS.ssh ? name : `[${name}]:${port}`;
}
