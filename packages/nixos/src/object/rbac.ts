import type { NixValue } from "@quorate/cluster";
import type { KubernetesObject } from "./kubernetes-object.ts";

const API_GROUP = "rbac.authorization.k8s.io";

/** Who gets a role. */
export type Subject =
  | { readonly kind: "User" | "Group"; readonly name: string }
  | { readonly kind: "ServiceAccount"; readonly name: string; readonly namespace: string };

/** What a role allows. A type and not an interface: it is data for Nix as well. */
export type Rule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
};

/** A role for the whole cluster. */
export function clusterRole(name: string, rules: readonly Rule[]): KubernetesObject {
  return { apiVersion: `${API_GROUP}/v1`, kind: "ClusterRole", metadata: { name }, rules };
}

/** A role within `namespace`. */
export function role(namespace: string, name: string, rules: readonly Rule[]): KubernetesObject {
  return { apiVersion: `${API_GROUP}/v1`, kind: "Role", metadata: { name, namespace }, rules };
}

/** Gives `subject` the ClusterRole `roleName` everywhere. */
export function clusterRoleBinding(name: string, roleName: string, subject: Subject): KubernetesObject {
  return {
    apiVersion: `${API_GROUP}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: API_GROUP, kind: "ClusterRole", name: roleName },
    subjects: [subjectData(subject)],
  };
}

/** Gives `subject` the Role of the same name in `namespace`. */
export function roleBinding(namespace: string, name: string, subject: Subject): KubernetesObject {
  return {
    apiVersion: `${API_GROUP}/v1`,
    kind: "RoleBinding",
    metadata: { name, namespace },
    roleRef: { apiGroup: API_GROUP, kind: "Role", name },
    subjects: [subjectData(subject)],
  };
}

function subjectData(subject: Subject): NixValue {
  if (subject.kind === "ServiceAccount") {
    return { kind: subject.kind, name: subject.name, namespace: subject.namespace };
  }
  return { apiGroup: API_GROUP, kind: subject.kind, name: subject.name };
}
