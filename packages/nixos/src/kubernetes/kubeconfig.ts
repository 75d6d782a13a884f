import type { CertificateName } from "@quorate/cluster";
import { authorityPath, certificatePaths } from "../node/secrets.ts";
import type { KubeconfigOptions } from "../option/node-options.ts";

/** A client of the API at `server`, with that certificate. */
export function kubeconfig(server: string, certificate: CertificateName): KubeconfigOptions {
  return { server, caFile: authorityPath("kubernetes-ca"), ...certificatePaths(certificate) };
}
