import { type Cluster, type Node, PORTS } from "@quorate/cluster";
import type { Openings } from "../node/firewall.ts";
import type { Cni } from "./cni/cni.ts";

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
      ...(etcd ? [PORTS.etcdClient.port, PORTS.etcdPeer.port] : []),
      ...(kubelet ? [PORTS.kubelet.port] : []),
    ],
    udp: kubelet ? cni.udpPorts : [],
    // Pods reach the apiserver, kubelets and host-network pods of their node from the pod network.
    trustedInterfaces: kubelet ? cni.interfaces : [],
  };
}
