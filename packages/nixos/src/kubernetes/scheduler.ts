import { type Cluster, type NixosOptions, type Node, PORTS } from "@quorate/cluster";
import { localServer } from "../node/api-url.ts";
import { kubeconfig } from "./kubeconfig.ts";

/** kube-scheduler; nothing on nodes without a control plane. */
export function scheduler(cluster: Cluster, node: Node): NixosOptions {
  if (!node.roles.controlPlane) return {};
  return {
    services: {
      kubernetes: {
        scheduler: {
          enable: true,
          kubeconfig: kubeconfig(localServer(cluster), "scheduler"),
          port: PORTS.scheduler.port,
        },
      },
    },
  };
}
