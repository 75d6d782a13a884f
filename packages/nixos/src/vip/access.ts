import { KUBE_VIP_USER } from "@quorate/cluster";
import type { KubernetesObject } from "../object/kubernetes-object.ts";
import { role, roleBinding } from "../object/rbac.ts";
import type { Vip } from "./vip.ts";

/** What kube-vip's certificate may do, by the mode. */
export function kubeVipAccess(vip: Vip): readonly KubernetesObject[] {
  const name = "quorate:kube-vip";
  return [
    role("kube-system", name, vip.permissions),
    roleBinding("kube-system", name, { kind: "User", name: KUBE_VIP_USER }),
  ];
}
