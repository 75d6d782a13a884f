import { type Cluster, type NixosOptions, type Node, PORTS } from "@quorate/cluster";
import { isIpv6, prefixLength } from "../node/address-text.ts";
import { authorityPath, sharedFilePath } from "../node/secrets.ts";
import { localServer } from "./api-url.ts";
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
    ...maskFlags(cluster.network.podCidrs),
    `--service-cluster-ip-range=${cluster.network.serviceCidrs.join(",")}`,
  ].join(" ");
}

/** With two families the flag of a single one is refused, and the other way round. */
function maskFlags(podCidrs: readonly string[]): readonly string[] {
  const dualStack = podCidrs.length > 1;
  return podCidrs.map((cidr) => {
    const suffix = dualStack ? (isIpv6(cidr) ? "-ipv6" : "-ipv4") : "";
    return `--node-cidr-mask-size${suffix}=${nodePodPrefixLength(cidr)}`;
  });
}

/** kube-controller-manager keeps a bitmap of an IPv6 range and refuses more than 2^16 node networks in it. */
const MAX_IPV6_NODE_BITS = 16;

/**
 * The prefix length of the part of a pod network that each node gets: 24 for IPv4, 64 for IPv6, as Kubernetes
 * has it, unless the network is too small for that, or too big.
 */
export function nodePodPrefixLength(podCidr: string): number {
  const whole = prefixLength(podCidr);
  if (!isIpv6(podCidr)) return Math.max(24, whole);
  const usual = whole > 56 ? Math.min(whole + 8, 128) : 64;
  return Math.min(usual, whole + MAX_IPV6_NODE_BITS);
}
