import type { Cluster, NixosOptions, Node } from "@quorate/cluster";
import { serverOf } from "../node/api-url.ts";
import { authorityPath } from "../node/secrets.ts";

/**
 * What the components of a node share. `roles` and `masterAddress` stay unset: both assume a single master,
 * and any role turns on easyCerts.
 */
export function shared(cluster: Cluster, node: Node): NixosOptions {
  if (!node.roles.kubelet) return {};
  return {
    services: {
      kubernetes: {
        addonManager: { enable: false },
        // Its Service address would be another one, and nobody would apply its objects.
        addons: { dns: { enable: false } },
        // Without it: `https://<advertiseAddress>`, on port 443.
        apiserverAddress: serverOf(cluster, node),
        caFile: authorityPath("kubernetes-ca"),
        clusterCidr: cluster.network.pods.map(({ cidr }) => cidr).join(","),
        easyCerts: false,
      },
    },
  };
}
