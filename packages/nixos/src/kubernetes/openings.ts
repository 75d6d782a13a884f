import type { Cluster, Node } from "@quorate/cluster";
import type { Openings } from "../node/firewall.ts";
import type { Cni } from "./cni/cni.ts";

/** Ports of the components that are the same on every cluster. */
export const PORTS = {
  etcdClient: 2379,
  etcdPeer: 2380,
  kubelet: 10250,
  controllerManager: 10257,
  scheduler: 10259,
} as const;

/**
 * What others need of a node.
 *
 * Not opened, since nothing needs it: BGP (kube-vip dials out and never listens), NodePorts (they are
 * forwarded to pods before the INPUT chain that the firewall filters), controller-manager and scheduler
 * (they listen on 127.0.0.1).
 */
export function openings(cluster: Cluster, node: Node, cni: Cni): Openings {
  const { etcd, controlPlane, kubelet } = node.roles;
  return {
    tcp: [
      ...(controlPlane ? [cluster.api.port] : []),
      ...(etcd ? [PORTS.etcdClient, PORTS.etcdPeer] : []),
      ...(kubelet ? [PORTS.kubelet] : []),
    ],
    udp: kubelet ? cni.udpPorts : [],
    // Pods reach the apiserver, kubelets and host-network pods of their node from the pod network.
    trustedInterfaces: kubelet ? cni.interfaces : [],
  };
}
