import {
  type AuthorityName,
  type CertificateName,
  type Cluster,
  type Node,
  pairFiles,
  SECRETS_DIRECTORY,
  type SharedFileName,
  secretFilesOfNode,
  servicesReadingSecrets,
} from "@quorate/cluster";
import type { SecretsOptions } from "../option/node-options.ts";

/** Where a file that several nodes share lies on a host. */
export function sharedFilePath(file: SharedFileName): string {
  return onHost(file);
}

/** The certificate of an authority, on the host. */
export function authorityPath(name: AuthorityName): string {
  return onHost(pairFiles(name).certificate);
}

/** A certificate and its key, on the host. */
export function certificatePaths(name: CertificateName): {
  readonly certFile: string;
  readonly keyFile: string;
} {
  const { certificate, key } = pairFiles(name);
  return { certFile: onHost(certificate), keyFile: onHost(key) };
}

/** A file of a host's secrets, by its name. */
export function secretPath(file: SharedFileName | `${AuthorityName}.crt`): string {
  return onHost(file);
}

function onHost(file: string): string {
  return `${SECRETS_DIRECTORY}/${file}`;
}

/** Owner and mode of every file in the node's secrets folder, and which services cannot start without which. */
export function secrets(cluster: Cluster, node: Node): SecretsOptions {
  const files = secretFilesOfNode(cluster, node);
  return {
    directory: SECRETS_DIRECTORY,
    files: Object.fromEntries(files.map(({ file, owner, mode }) => [file, { owner, mode }])),
    requiredBy: servicesReadingSecrets(cluster, node),
  };
}
