/** Upstream Kubernetes from nixpkgs: each component a service of its own. Held to its type where it is listed. */
export const kubernetes = {
  etcdUnit: "etcd.service",
  containerRuntime: "containerd.service",
  oneShot: ["quorate-bootstrap.service"],
} as const;
