import {
  type Cluster,
  type FlannelBackend,
  type Node,
  PORTS,
  VXLAN_PORT,
  WIREGUARD_PORTS,
} from "@quorate/cluster";
import type { Openings } from "../node/firewall.ts";

/** What a way from node to node has on a host, for each family of the pods' networks. */
interface Carrier {
  readonly interfaces: { readonly 4?: string; readonly 6?: string };
  readonly ports: { readonly 4?: number; readonly 6?: number };
}

const CARRIERS: { readonly [B in FlannelBackend]: Carrier } = {
  vxlan: { interfaces: { 4: "flannel.1", 6: "flannel-v6.1" }, ports: { 4: VXLAN_PORT, 6: VXLAN_PORT } },
  "host-gw": { interfaces: {}, ports: {} },
  "wireguard-native": { interfaces: { 4: "flannel-wg", 6: "flannel-wg-v6" }, ports: WIREGUARD_PORTS },
};

/** The bridge of a node's own pods. */
const BRIDGE = "cni0";

/** What others need of a node. k3s has one port for the API and for those that join. */
export function openings(cluster: Cluster, node: Node): Openings {
  const { cni, pods } = cluster.network;
  const carrier = cni.kind === "flannel" ? CARRIERS[cni.backend] : undefined;
  const ofPods = <T>(table: { readonly 4?: T; readonly 6?: T } = {}): readonly T[] =>
    pods.flatMap(({ family }) => table[family] ?? []);
  return {
    tcp: [
      ...(node.roles.controlPlane ? [cluster.api.port, PORTS.etcdClient.port, PORTS.etcdPeer.port] : []),
      PORTS.kubelet.port,
    ],
    udp: [...new Set(ofPods(carrier?.ports))],
    trustedInterfaces: carrier === undefined ? [] : [BRIDGE, ...ofPods(carrier.interfaces)],
  };
}
