import type { Cluster } from "@quorate/cluster";
import { adminAccess } from "../../object/admin-access.ts";
import type { KubernetesObject } from "../../object/kubernetes-object.ts";
import { kubeVipAccess } from "../../vip/access.ts";
import type { Vip } from "../../vip/vip.ts";
import type { Cni } from "../cni/cni.ts";
import { kubeletApiAccess } from "./access.ts";
import { coredns } from "./coredns.ts";

/**
 * The objects that a cluster needs and that nobody applies without NixOS's easyCerts, in the order to apply
 * them. They are the same on every control plane node.
 */
export function bootstrapObjects(cluster: Cluster, vip: Vip, cni: Cni): readonly KubernetesObject[] {
  return [
    ...adminAccess(),
    ...kubeletApiAccess(),
    ...kubeVipAccess(vip),
    ...cni.objects,
    ...coredns(cluster),
  ];
}
