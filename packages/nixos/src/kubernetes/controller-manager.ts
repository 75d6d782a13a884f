import type { Cluster, NixosOptions, Node } from "@quorate/cluster";
import { isIpv6 } from "../node/address-text.ts";
import { PORTS } from "../node/firewall.ts";
import { authorityPath, certificatePaths, secretPath } from "../node/secret-path.ts";
import { localServer } from "./api-url.ts";
import { nodePodPrefixLength } from "./pod-prefix.ts";

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
          kubeconfig: {
            server: localServer(cluster),
            caFile: authorityPath("kubernetes-ca"),
            ...certificatePaths("controller-manager"),
          },
          rootCaFile: authorityPath("kubernetes-ca"),
          securePort: PORTS.controllerManager,
          serviceAccountKeyFile: secretPath("service-account.key"),
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
