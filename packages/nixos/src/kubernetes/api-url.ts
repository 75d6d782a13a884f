import type { Cluster, Node } from "@quorate/cluster";

/** The apiserver of the node itself, for what runs beside it: it must work while the VIP is down. */
export function localServer(cluster: Cluster): string {
  return `https://127.0.0.1:${cluster.api.port}`;
}

/** Where kubelet, kube-proxy and flannel of `node` reach the API: beside an apiserver that one, else the VIP. */
export function serverOf(cluster: Cluster, node: Node): string {
  return node.roles.controlPlane ? localServer(cluster) : cluster.api.url;
}
