import { ADMIN_GROUP, KUBELET_API_USER } from "@quorate/cluster";
import type { KubernetesObject } from "../../object/kubernetes-object.ts";
import { clusterRoleBinding } from "../../object/rbac.ts";

/** The group of the operator's certificate. */
export function adminAccess(): readonly KubernetesObject[] {
  return [clusterRoleBinding("quorate:admins", "cluster-admin", { kind: "Group", name: ADMIN_GROUP })];
}

/** The apiserver's client certificate towards kubelets, for logs and `exec`. */
export function kubeletApiAccess(): readonly KubernetesObject[] {
  return [
    clusterRoleBinding("quorate:kubelet-api-admin", "system:kubelet-api-admin", {
      kind: "User",
      name: KUBELET_API_USER,
    }),
  ];
}
