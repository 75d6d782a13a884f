import {
  type Cluster,
  FLANNEL_USER,
  type Node,
  type OfKind,
  type ResolvedCni,
  VXLAN_PORT,
} from "@quorate/cluster";
import type { NodePart } from "../../components.ts";
import { kubeconfigPath } from "../../node/kubeconfig-path.ts";
import type { KubernetesObject } from "../../object/kubernetes-object.ts";
import { clusterRole, clusterRoleBinding } from "../../object/rbac.ts";
import type { CniOptions } from "../../option/node-options.ts";
import { kubeconfig } from "../kubeconfig.ts";
import type { Cni } from "./cni.ts";

type Flannel = OfKind<ResolvedCni, "flannel">;
type Backend = Flannel["backend"];

/** The bridge of a node's own pods; NixOS' name for it, and for the network. */
const BRIDGE = "mynet";

/**
 * What containerd makes a pod's network with. NixOS' own has flannel's plugin alone: then a pod's `hostPort` is
 * accepted, and nothing listens there.
 */
const CONFIGURATION: CniOptions["configuration"] = {
  cniVersion: "0.3.1",
  name: BRIDGE,
  plugins: [
    { type: "flannel", delegate: { bridge: BRIDGE, hairpinMode: true, isDefaultGateway: true } },
    { type: "portmap", capabilities: { portMappings: true } },
  ],
};

/** What each way from node to node has on a host. */
const BACKENDS: { readonly [B in Backend]: Pick<Cni, "interfaces" | "udpPorts"> } = {
  vxlan: { interfaces: ["flannel-v6.1", "flannel.1", BRIDGE], udpPorts: [VXLAN_PORT] },
  "host-gw": { interfaces: [BRIDGE], udpPorts: [] },
  // k3s' own flannel alone has it: a rule refuses it here.
  "wireguard-native": { interfaces: [BRIDGE], udpPorts: [] },
};

/** flannel, a service beside each kubelet. */
export function flannel({ backend }: Flannel, cluster: Cluster): Cni {
  return {
    ...BACKENDS[backend],
    optionsOf: (node) => options(cluster, node, backend),
    kubeconfigsFor: (server) => ({ flannel: kubeconfig(server, "flannel-client") }),
    objects: access(),
  };
}

function options(cluster: Cluster, node: Node, backend: Backend): NodePart {
  const { pods } = cluster.network;
  const ipv4 = pods.find(({ family }) => family === 4)?.cidr;
  const ipv6 = pods.find(({ family }) => family === 6)?.cidr;
  return {
    quorate: { cni: { configuration: CONFIGURATION } },
    services: {
      flannel: {
        backend: { Type: backend },
        extraNetworkConfig: {
          ...(ipv4 === undefined ? { EnableIPv4: false } : {}),
          ...(ipv6 === undefined ? {} : { EnableIPv6: true, IPv6Network: ipv6 }),
        },
        iface: node.interface,
        kubeconfig: kubeconfigPath("flannel"),
        // Without IPv4 it is read all the same, and not used.
        network: ipv4 ?? "0.0.0.0/0",
        ...publicAddress(node, 4, (address) => ({ publicIp: address })),
      },
      kubernetes: {
        // It would open the ports on every interface.
        flannel: { enable: true, openFirewallPorts: false },
      },
    },
    systemd: {
      services: {
        flannel: {
          environment: {
            // flannel masks what leaves the pod network. Else the bridge would mask what leaves the node, and
            // pods of two nodes would never see each other's addresses.
            FLANNELD_IP_MASQ: "true",
            ...publicAddress(node, 6, (address) => ({ FLANNELD_PUBLIC_IPV6: address })),
          },
        },
      },
    },
  };
}

/** Said outright: in ARP mode the VIP is on the same interface and might be taken for the node's address. */
function publicAddress<T extends object>(
  node: Node,
  family: 4 | 6,
  make: (address: string) => T,
): T | object {
  const found = node.addresses.find((address) => address.family === family);
  return found === undefined ? {} : make(found.address);
}

/** flannel reads the nodes' pod networks and notes its own address on its node. */
function access(): readonly KubernetesObject[] {
  const rules = [
    { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
    { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
    { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch"] },
  ];
  return [
    clusterRole("quorate:flannel", rules),
    clusterRoleBinding("quorate:flannel", "quorate:flannel", { kind: "User", name: FLANNEL_USER }),
  ];
}
