import { ADMIN_GROUP, FLANNEL_USER, KUBE_VIP_USER, KUBELET_API_USER } from "@quorate/cluster";
import type { KubernetesObject } from "../../option/node-options.ts";
import { clusterRole, clusterRoleBinding, role, roleBinding } from "./rbac.ts";

/** The lease that kube-vip's instances elect their leader by, in the namespace kube-system. */
export const KUBE_VIP_LEASE = "plndr-cp-lock";

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

/** flannel reads the nodes' pod networks and notes its own address on its node. */
export function flannelAccess(): readonly KubernetesObject[] {
  const rules = [
    { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
    { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
    { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch"] },
  ];
  return [
    clusterRole("quorate:flannel", rules),
    clusterRoleBinding("quorate:flannel", "quorate:flannel", { kind: "User", name: FLANNEL_USER }),
  ];
}

/** kube-vip for the control plane alone needs its lease (ARP) and nothing else. */
export function kubeVipAccess(): readonly KubernetesObject[] {
  const apiGroups = ["coordination.k8s.io"];
  const rules = [
    // A name is not known yet when something is created.
    { apiGroups, resources: ["leases"], verbs: ["create"] },
    {
      apiGroups,
      resources: ["leases"],
      resourceNames: [KUBE_VIP_LEASE],
      verbs: ["get", "list", "patch", "update", "watch"],
    },
  ];
  const name = "quorate:kube-vip";
  return [
    role("kube-system", name, rules),
    roleBinding("kube-system", name, { kind: "User", name: KUBE_VIP_USER }),
  ];
}
