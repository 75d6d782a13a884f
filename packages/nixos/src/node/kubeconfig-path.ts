/** A kubeconfig that is no option of some component's own. */
export type KubeconfigName = "bootstrap" | "flannel" | "kube-vip";

/** Where the kubeconfig is on a host. It names keys and holds none. */
export function kubeconfigPath(name: KubeconfigName): string {
  return `/etc/quorate/kubeconfig/${name}`;
}
