import type { Rule } from "../object/rbac.ts";

/** The lease that kube-vip's instances elect their leader by, in the namespace kube-system. */
export const LEASE = "plndr-cp-lock";

const apiGroups = ["coordination.k8s.io"];

/** What an election takes, and all that kube-vip needs for the control plane alone. */
export const LEASE_PERMISSIONS: readonly Rule[] = [
  // A name is not known yet when something is created.
  { apiGroups, resources: ["leases"], verbs: ["create"] },
  {
    apiGroups,
    resources: ["leases"],
    resourceNames: [LEASE],
    verbs: ["get", "list", "patch", "update", "watch"],
  },
];
