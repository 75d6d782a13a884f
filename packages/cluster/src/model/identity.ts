/**
 * Group of the operator's everyday certificate (`kubernetes-admin`). It has no power of its own: a
 * ClusterRoleBinding to `cluster-admin` gives it some, and deleting that binding takes it away again,
 * which is not possible for `system:masters`.
 */
export const ADMIN_GROUP = "quorate:admins";

/**
 * User of the apiserver's client certificate towards kubelets. kubeadm puts no group on it since
 * 1.33.12, 1.34.8, 1.35.5 and 1.36.1: it needs a ClusterRoleBinding to `system:kubelet-api-admin`.
 */
export const KUBELET_API_USER = "kube-apiserver-kubelet-client";

/** User of kube-vip's client certificate; needs leases and, depending on the mode, Services and nodes. */
export const KUBE_VIP_USER = "kube-vip";

/** User of flannel's client certificate; needs a ClusterRole that reads nodes and patches their status. */
export const FLANNEL_USER = "flannel-client";
