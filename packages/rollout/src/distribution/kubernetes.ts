/** Upstream Kubernetes from nixpkgs: each component a service of its own. Held to its type where it is listed. */
export const kubernetes = {
  etcdUnit: "etcd.service",
  apiUnits: ["kube-scheduler.service", "kube-controller-manager.service", "kube-apiserver.service"],
  apiserverUnit: "kube-apiserver.service",
  vip: {
    // The first is NixOS' own: a system has it that was built before there was the second, and no other one.
    manifests: ["/etc/kubernetes/manifests/kube-vip.json", "/run/quorate/static-pods/kube-vip.json"],
    program: "kube-vip",
  },
  containerRuntime: "containerd.service",
  oneShot: ["quorate-bootstrap.service"],
} as const;
