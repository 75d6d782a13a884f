import type { Cluster, Node } from "@quorate/cluster";
import type { NodePart } from "../components.ts";
import { localServer, serverOf } from "../node/api-url.ts";
import type { KubeconfigName } from "../node/kubeconfig-path.ts";
import type { KubeconfigOptions } from "../option/node-options.ts";
import type { Cni } from "./cni/cni.ts";
import { kubeconfig } from "./kubeconfig.ts";

/** The kubeconfigs that the node's `quorate.kubeconfigs` writes. */
export function kubeconfigs(cluster: Cluster, node: Node, cni: Cni): NodePart {
  const server = localServer(cluster);
  const written: { readonly [name in KubeconfigName]?: KubeconfigOptions } = {
    ...(node.roles.kubelet ? cni.kubeconfigsFor(serverOf(cluster, node)) : {}),
    ...(node.roles.controlPlane
      ? {
          bootstrap: kubeconfig(server, "bootstrap"),
          "kube-vip": kubeconfig(server, "kube-vip"),
        }
      : {}),
  };
  return { quorate: { kubeconfigs: written } };
}
