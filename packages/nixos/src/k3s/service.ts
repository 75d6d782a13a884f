import { type Cluster, type K3sDistribution, type Node, REGISTRY_LOGINS } from "@quorate/cluster";
import type { NodePart } from "../components.ts";
import { kubeletLabels } from "../node/labels.ts";
import { secretPath } from "../node/secrets.ts";

/** The server or the agent of a node. Whom a server joins is deploy's to say, when it has no data yet. */
export function service(cluster: Cluster, node: Node, own: K3sDistribution): NodePart {
  const { controlPlane } = node.roles;
  return {
    services: {
      k3s: {
        enable: true,
        ...(controlPlane
          ? {
              role: "server",
              tokenFile: secretPath("k3s-server-token"),
              agentTokenFile: secretPath("k3s-agent-token"),
            }
          : {
              role: "agent",
              // Once it has found one server it knows all of them, and keeps them.
              serverAddr: cluster.api.url,
              tokenFile: secretPath("k3s-agent-token"),
            }),
        nodeName: node.name,
        // Said outright: the VIP may be on the same interface, and etcd takes it for its peers' address, too.
        nodeIP: node.addresses.map(({ address }) => address).join(","),
        nodeLabel: Object.entries(kubeletLabels(node)).map(([key, value]) => `${key}=${value}`),
        nodeTaint: node.taints.map(({ key, value, effect }) =>
          value === "" ? `${key}:${effect}` : `${key}=${value}:${effect}`,
        ),
        extraFlags: [
          ...(cluster.network.cni.kind === "flannel" ? [`--flannel-iface=${node.interface}`] : []),
          // The stub of systemd-resolved is at 127.0.0.53, which is another thing inside of a pod.
          "--resolv-conf=/run/systemd/resolve/resolv.conf",
        ],
        // Pods are ended before the network and the disks are.
        gracefulNodeShutdown: {
          enable: true,
          shutdownGracePeriod: "60s",
          shutdownGracePeriodCriticalPods: "20s",
        },
        extraKubeletConfig: own.kubelet,
      },
    },
  };
}

/** Which k3s it is, and where images come from: the same on every node. */
export function images({ version, airgap, mirrors, logins }: K3sDistribution): NodePart {
  const names = Object.entries(mirrors);
  return {
    quorate: {
      k3s: {
        version,
        ...(airgap ? { airgap } : {}),
        ...(logins.length === 0 ? {} : { registryLogins: secretPath(REGISTRY_LOGINS) }),
        ...(names.length === 0
          ? {}
          : {
              registries: {
                mirrors: Object.fromEntries(
                  names.map(([registry, { endpoints, rewrite }]) => [
                    registry,
                    { endpoint: endpoints, ...(Object.keys(rewrite).length === 0 ? {} : { rewrite }) },
                  ]),
                ),
              },
            }),
      },
    },
  };
}
