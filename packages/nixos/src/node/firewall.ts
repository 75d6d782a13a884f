import type { Cluster, NixosOptions, Node } from "@quorate/cluster";

/** Ports of the components that are the same on every cluster. */
export const PORTS = {
  etcdClient: 2379,
  etcdPeer: 2380,
  kubelet: 10250,
  controllerManager: 10257,
  scheduler: 10259,
  vxlan: 8472,
} as const;

/**
 * What the node's firewall lets in on its own interface.
 *
 * Not opened, since nothing needs it: BGP (kube-vip dials out and never listens), NodePorts (they are
 * forwarded to pods before the INPUT chain that this firewall filters), controller-manager and scheduler
 * (they listen on 127.0.0.1).
 */
export function firewall(cluster: Cluster, node: Node): NixosOptions {
  const tcp = [
    ...(node.roles.controlPlane ? [cluster.api.port] : []),
    ...(node.roles.etcd ? [PORTS.etcdClient, PORTS.etcdPeer] : []),
    ...(node.roles.kubelet ? [PORTS.kubelet] : []),
  ];
  const udp = node.roles.kubelet && usesVxlan(cluster) ? [PORTS.vxlan] : [];
  return {
    networking: {
      firewall: {
        enable: true,
        // An answer may leave by another route than the request came: several gateways, equal-cost BGP.
        checkReversePath: "loose",
        interfaces: { [node.interface]: { allowedTCPPorts: tcp, allowedUDPPorts: udp } },
        // Pods reach the apiserver, kubelets and host-network pods of their node from the pod network.
        trustedInterfaces: node.roles.kubelet ? podInterfaces(cluster) : [],
      },
    },
  };
}

/** Interfaces of the pod network on a host. Another CNI's are for whoever installs it to trust. */
function podInterfaces(cluster: Cluster): readonly string[] {
  if (cluster.network.cni.kind === "none") return [];
  const bridge = "mynet";
  return usesVxlan(cluster) ? ["flannel-v6.1", "flannel.1", bridge] : [bridge];
}

function usesVxlan(cluster: Cluster): boolean {
  const { cni } = cluster.network;
  return cni.kind === "flannel" && cni.backend === "vxlan";
}
