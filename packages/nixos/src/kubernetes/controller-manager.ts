import { type Cluster, type IpNetwork, type NixosOptions, type Node, PORTS } from "@quorate/cluster";
import { localServer } from "../node/api-url.ts";
import { authorityPath, sharedFilePath } from "../node/secrets.ts";
import { kubeconfig } from "./kubeconfig.ts";

/** kube-controller-manager; nothing on nodes without a control plane. It signs no certificates. */
export function controllerManager(cluster: Cluster, node: Node): NixosOptions {
  if (!node.roles.controlPlane) return {};
  return {
    services: {
      kubernetes: {
        controllerManager: {
          enable: true,
          // `clusterCidr` comes from `services.kubernetes.clusterCidr`, which kube-proxy reads as well.
          extraOpts: extraOpts(cluster),
          kubeconfig: kubeconfig(localServer(cluster), "controller-manager"),
          rootCaFile: authorityPath("kubernetes-ca"),
          securePort: PORTS.controllerManager.port,
          serviceAccountKeyFile: sharedFilePath("service-account.key"),
        },
      },
    },
  };
}

function extraOpts(cluster: Cluster): string {
  return [
    ...maskFlags(cluster.network.pods),
    `--service-cluster-ip-range=${cluster.network.services.map(({ cidr }) => cidr).join(",")}`,
  ].join(" ");
}

/** With two families the flag of a single one is refused, and the other way round. */
function maskFlags(pods: readonly IpNetwork[]): readonly string[] {
  const dualStack = pods.length > 1;
  return pods.map((pod) => {
    const suffix = dualStack ? `-ipv${pod.family}` : "";
    return `--node-cidr-mask-size${suffix}=${nodePodPrefixLength(pod)}`;
  });
}

/** kube-controller-manager keeps a bitmap of an IPv6 range and refuses more than 2^16 node networks in it. */
const MAX_IPV6_NODE_BITS = 16;

/**
 * The prefix length of the part of a pod network that each node gets: 24 for IPv4, 64 for IPv6, as Kubernetes
 * has it, unless the network is too small for that, or too big.
 */
export function nodePodPrefixLength({ family, prefixLength: whole }: IpNetwork): number {
  if (family === 4) return Math.max(24, whole);
  const usual = whole > 56 ? Math.min(whole + 8, 128) : 64;
  return Math.min(usual, whole + MAX_IPV6_NODE_BITS);
}
