import type { Cluster, Node } from "@quorate/cluster";
import type { NodePart } from "../../components.ts";
import { kubeconfigPath } from "../../node/kubeconfig-path.ts";
import { administratorLabels } from "../../node/labels.ts";
import type { KubernetesObject } from "../../object/kubernetes-object.ts";
import type { BootstrapOptions } from "../../option/node-options.ts";

/** What is the same for every control plane node of a cluster; made once. */
export interface BootstrapShare {
  readonly objects: readonly KubernetesObject[];
  /** Labels for nodes that have no control plane, and so nobody else to set them. */
  readonly workerLabels: BootstrapOptions["nodeLabels"];
}

/** The labels that each node without a control plane needs an administrator for; nodes without any are left out. */
export function workerLabels(cluster: Cluster): BootstrapOptions["nodeLabels"] {
  const workers = cluster.nodes.filter(({ roles }) => roles.kubelet && !roles.controlPlane);
  const labelled = workers.map((node) => [node.name, administratorLabels(node)] as const);
  return Object.fromEntries(labelled.filter(([, labels]) => Object.keys(labels).length > 0));
}

/** The bootstrap of a control plane node; nothing on other nodes. */
export function bootstrap(node: Node, share: BootstrapShare): NodePart {
  if (!node.roles.controlPlane) return {};
  return {
    quorate: {
      bootstrap: {
        enable: true,
        kubeconfig: kubeconfigPath("bootstrap"),
        nodeLabels: { ...share.workerLabels, [node.name]: administratorLabels(node) },
        objects: share.objects,
      },
    },
  };
}
