import type { Cluster, NixosOptions, Node } from "@quorate/cluster";
import { serverOf } from "../node/api-url.ts";
import { kubeconfig } from "./kubeconfig.ts";

/** kube-proxy, beside every kubelet. */
export function kubeProxy(cluster: Cluster, node: Node): NixosOptions {
  if (!node.roles.kubelet) return {};
  return {
    services: {
      kubernetes: {
        proxy: {
          enable: true,
          // Its family is kube-proxy's primary one until the node is known.
          bindAddress: node.addresses[0].family === 6 ? "::" : "0.0.0.0",
          hostname: node.name,
          kubeconfig: kubeconfig(serverOf(cluster, node), "kube-proxy"),
        },
      },
    },
  };
}
