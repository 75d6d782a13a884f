import { ADMIN_GROUP } from "@quorate/cluster";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { clusterRoleBinding } from "./rbac.ts";

/** The group of the operator's certificate. */
export function adminAccess(): readonly KubernetesObject[] {
  return [clusterRoleBinding("quorate:admins", "cluster-admin", { kind: "Group", name: ADMIN_GROUP })];
}
