import type { Cluster, NixosOptions, Node } from "@quorate/cluster";
import { isIpv6 } from "../node/address-text.ts";
import { kubeconfigPath } from "./kubeconfigs.ts";

/** Where plugins and configuration of a CNI that we do not install belong: NixOS's own folders are not writable. */
const FOREIGN_CNI = { binaries: "/var/lib/cni/bin", configuration: "/var/lib/cni/net.d" } as const;

/** The pod network, beside every kubelet. */
export function podNetwork(cluster: Cluster, node: Node): NixosOptions {
  if (!node.roles.kubelet) return {};
  const { cni } = cluster.network;
  switch (cni.kind) {
    case "flannel":
      return flannel(cluster, node, cni.backend);
    case "none":
      return foreignCni();
  }
}

function flannel(cluster: Cluster, node: Node, backend: "vxlan" | "host-gw"): NixosOptions {
  const { podCidrs } = cluster.network;
  const ipv4 = podCidrs.find((cidr) => !isIpv6(cidr));
  const ipv6 = podCidrs.find(isIpv6);
  return {
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

function foreignCni(): NixosOptions {
  return {
    virtualisation: {
      containerd: {
        settings: {
          plugins: {
            "io.containerd.grpc.v1.cri": {
              // The kubelet's start empties /opt/cni/bin, and /etc/cni/net.d is a link into the store.
              cni: { bin_dir: FOREIGN_CNI.binaries, conf_dir: FOREIGN_CNI.configuration },
            },
          },
        },
      },
    },
  };
}
