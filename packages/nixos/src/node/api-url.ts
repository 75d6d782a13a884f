import type { Cluster, Node } from "@quorate/cluster";

/** The apiserver of the node itself, for what runs beside it: it must work while the VIP is down. */
export function localServer(cluster: Cluster): string {
  return `https://127.0.0.1:${cluster.api.port}`;
}

/** Where kubelet, kube-proxy and flannel of `node` reach the API: beside an apiserver that one, else the VIP. */
export function serverOf(cluster: Cluster, node: Node): string {
  return node.roles.controlPlane ? localServer(cluster) : cluster.api.url;
}

/**
 * The address that stands for all of a host's addresses. `::` takes IPv4 as well (Go's sockets are
 * dual-stack), but is avoided where the host has no IPv6 address: IPv6 may be off altogether there.
 */
export function listenAddress(node: Node): "0.0.0.0" | "::" {
  return node.addresses.some(({ family }) => family === 6) ? "::" : "0.0.0.0";
}
