import type { Cluster, NixosOptions, Node } from "@quorate/cluster";
import { PORTS } from "../node/firewall.ts";
import { authorityPath, certificatePaths } from "../node/secret-path.ts";
import { localServer } from "./api-url.ts";

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
