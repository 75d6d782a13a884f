import { KUBELET_API_USER } from "@quorate/cluster";
import type { KubernetesObject } from "../../object/kubernetes-object.ts";
import { clusterRoleBinding } from "../../object/rbac.ts";

/** The apiserver's client certificate towards kubelets, for logs and `exec`. */
export function kubeletApiAccess(): readonly KubernetesObject[] {
  return [
    clusterRoleBinding("quorate:kubelet-api-admin", "system:kubelet-api-admin", {
      kind: "User",
      name: KUBELET_API_USER,
    }),
  ];
}
