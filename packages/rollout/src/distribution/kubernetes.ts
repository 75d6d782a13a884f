/** Upstream Kubernetes from nixpkgs: each component a service of its own. Held to its type where it is listed. */
export const kubernetes = {
  etcdUnit: "etcd.service",
  apiUnits: ["kube-scheduler.service", "kube-controller-manager.service", "kube-apiserver.service"],
  apiserverUnit: "kube-apiserver.service",
  vip: { manifest: "/etc/kubernetes/manifests/kube-vip.json", program: "kube-vip" },
  containerRuntime: "containerd.service",
  oneShot: ["quorate-bootstrap.service"],
} as const;
