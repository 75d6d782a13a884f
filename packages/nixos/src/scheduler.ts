import type { Cluster, NixosOptions, Node } from "@quorate/cluster";
import { PORTS } from "./firewall.ts";
import { localServer } from "./kubernetes-server.ts";
import { authorityPath, certificatePaths } from "./secret-path.ts";

/** kube-scheduler; nothing on nodes without a control plane. */
export function scheduler(cluster: Cluster, node: Node): NixosOptions {
  if (!node.roles.controlPlane) return {};
  return {
    services: {
      kubernetes: {
        scheduler: {
          enable: true,
          kubeconfig: {
            server: localServer(cluster),
            caFile: authorityPath("kubernetes-ca"),
            ...certificatePaths("scheduler"),
          },
          port: PORTS.scheduler,
        },
      },
    },
  };
}
