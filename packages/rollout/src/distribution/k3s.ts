/** k3s from nixpkgs: a server is one service, and so is an agent. Held to its type where it is listed. */
export const k3s = {
  etcdUnit: "k3s.service",
  apiUnits: ["k3s.service"],
  apiserverUnit: "k3s.service",
  vip: { manifests: ["/var/lib/rancher/k3s/agent/pod-manifests/kube-vip.json"], program: "kube-vip" },
  containerRuntime: "k3s.service",
  oneShot: ["quorate-bootstrap.service"],
} as const;
