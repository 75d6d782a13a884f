import type { Cluster, Node } from "@quorate/cluster";
import type { NodePart } from "../components.ts";
import { kubeconfigPath } from "../node/kubeconfig-path.ts";
import { restrictedLabels } from "../node/labels.ts";
import { adminAccess } from "../object/admin-access.ts";
import type { KubernetesObject } from "../object/kubernetes-object.ts";
import type { BootstrapOptions } from "../option/node-options.ts";
import { kubeVipAccess } from "../vip/access.ts";
import type { Vip } from "../vip/vip.ts";

/** What is the same for every server of a cluster; made once. */
export interface BootstrapShare {
  readonly objects: readonly KubernetesObject[];
  /** Labels for agents, which nobody else sets. */
  readonly agentLabels: BootstrapOptions["nodeLabels"];
}

/** CoreDNS, and what k3s needs of RBAC, k3s applies itself. */
export function bootstrapShare(cluster: Cluster, vip: Vip): BootstrapShare {
  const labelled = cluster.nodes
    .filter(({ roles }) => !roles.controlPlane)
    .map((node) => [node.name, restrictedLabels(node.labels)] as const)
    .filter(([, labels]) => Object.keys(labels).length > 0);
  return {
    objects: [...adminAccess(), ...(vip.carried === undefined ? [] : kubeVipAccess(vip))],
    agentLabels: Object.fromEntries(labelled),
  };
}

/** The bootstrap of a server; nothing on an agent. */
export function bootstrap(node: Node, { objects, agentLabels }: BootstrapShare): NodePart {
  if (!node.roles.controlPlane) return {};
  const own = restrictedLabels(node.labels);
  return {
    quorate: {
      bootstrap: {
        enable: true,
        kubeconfig: kubeconfigPath("bootstrap"),
        nodeLabels: { ...agentLabels, ...(Object.keys(own).length === 0 ? {} : { [node.name]: own }) },
        objects,
      },
    },
  };
}
