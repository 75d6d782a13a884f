import type { Node } from "@quorate/cluster";

/**
 * Labels in Kubernetes' own namespaces that a kubelet may give its own node, beside all of kubelet.kubernetes.io and
 * node.kubernetes.io (NodeRestriction).
 */
const ALLOWED = new Set([
  "beta.kubernetes.io/arch",
  "beta.kubernetes.io/instance-type",
  "beta.kubernetes.io/os",
  "failure-domain.beta.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "kubernetes.io/arch",
  "kubernetes.io/hostname",
  "kubernetes.io/os",
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
]);

/** The label by which `kubectl get nodes` shows a node as control plane. */
const CONTROL_PLANE_LABEL = "node-role.kubernetes.io/control-plane";

type Labels = Readonly<Record<string, string>>;

/** The labels that the node's own kubelet may set, sorted by key. */
export function kubeletLabels(node: Node): Labels {
  return labelsWhere(node.labels, isAllowed);
}

/** The labels that only an administrator may set, sorted by key: the bootstrap does it. */
export function administratorLabels(node: Node): Labels {
  const role = node.roles.controlPlane ? { [CONTROL_PLANE_LABEL]: "" } : {};
  return restrictedLabels({ ...role, ...node.labels });
}

/** Those of `labels` that only an administrator may set, sorted by key. */
export function restrictedLabels(labels: Labels): Labels {
  return labelsWhere(labels, (key) => !isAllowed(key));
}

function labelsWhere(labels: Labels, accepts: (key: string) => boolean): Labels {
  const kept = Object.entries(labels).filter(([key]) => accepts(key));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isAllowed(key: string): boolean {
  const slash = key.indexOf("/");
  if (slash < 0 || ALLOWED.has(key)) return true;
  const domain = key.slice(0, slash);
  if (isWithin(domain, "kubelet.kubernetes.io") || isWithin(domain, "node.kubernetes.io")) return true;
  return !isWithin(domain, "kubernetes.io") && !isWithin(domain, "k8s.io");
}

function isWithin(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}
