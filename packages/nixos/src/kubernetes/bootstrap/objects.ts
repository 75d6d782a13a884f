import type { Cluster } from "@quorate/cluster";
import type { KubernetesObject } from "../../option/node-options.ts";
import { adminAccess, flannelAccess, kubeletApiAccess, kubeVipAccess } from "./access.ts";
import { coredns } from "./coredns.ts";

/**
 * The objects that a cluster needs and that nobody applies without NixOS's easyCerts, in the order to apply
 * them. They are the same on every control plane node.
 */
export function bootstrapObjects(cluster: Cluster): readonly KubernetesObject[] {
  return [
    ...adminAccess(),
    ...kubeletApiAccess(),
    ...kubeVipAccess(),
    ...(cluster.network.cni.kind === "flannel" ? flannelAccess() : []),
    ...coredns(cluster),
  ];
}
