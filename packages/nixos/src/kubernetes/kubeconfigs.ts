import type { Cluster, Node } from "@quorate/cluster";
import { authorityPath, certificatePaths } from "../node/secret-path.ts";
import type { KubeconfigOptions } from "../option/node-options.ts";
import { localServer, serverOf } from "./api-url.ts";

/** A kubeconfig that is no option of some component's own. */
export type KubeconfigName = "bootstrap" | "flannel" | "kube-vip";

/** Where the kubeconfig is on a host. It names keys and holds none. */
export function kubeconfigPath(name: KubeconfigName): string {
  return `/etc/quorate/kubeconfig/${name}`;
}

/** The kubeconfigs that the node's `quorate.kubeconfigs` writes. */
export function kubeconfigs(
  cluster: Cluster,
  node: Node,
): { readonly [name in KubeconfigName]?: KubeconfigOptions } {
  const caFile = authorityPath("kubernetes-ca");
  const flannel = node.roles.kubelet && cluster.network.cni.kind === "flannel";
  return {
    ...(flannel
      ? { flannel: { server: serverOf(cluster, node), caFile, ...certificatePaths("flannel-client") } }
      : {}),
    ...(node.roles.controlPlane
      ? {
          bootstrap: { server: localServer(cluster), caFile, ...certificatePaths("bootstrap") },
          "kube-vip": { server: localServer(cluster), caFile, ...certificatePaths("kube-vip") },
        }
      : {}),
  };
}
