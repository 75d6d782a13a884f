import type { CertificateName } from "@quorate/cluster";
import { authorityPath, certificatePaths } from "../node/secrets.ts";
import type { KubeconfigOptions } from "../option/node-options.ts";

/** A kubeconfig that is no option of some component's own. */
export type KubeconfigName = "bootstrap" | "flannel" | "kube-vip";

/** Where the kubeconfig is on a host. It names keys and holds none. */
export function kubeconfigPath(name: KubeconfigName): string {
  return `/etc/quorate/kubeconfig/${name}`;
}

/** A client of the API at `server`, with that certificate. */
export function kubeconfig(server: string, certificate: CertificateName): KubeconfigOptions {
  return { server, caFile: authorityPath("kubernetes-ca"), ...certificatePaths(certificate) };
}
