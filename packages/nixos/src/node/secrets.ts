import {
  type AuthorityName,
  type CertificateName,
  type Cluster,
  type Node,
  SECRETS_DIRECTORY,
  secretFilesOfNode,
} from "@quorate/cluster";
import type { SecretsOptions } from "../option/node-options.ts";

/** Where `file` of a host's secrets lies on that host. */
export function secretPath(file: string): string {
  return `${SECRETS_DIRECTORY}/${file}`;
}

/** The certificate of an authority, on the host. */
export function authorityPath(name: AuthorityName): string {
  return secretPath(`${name}.crt`);
}

/** A certificate and its key, on the host. */
export function certificatePaths(name: CertificateName): {
  readonly certFile: string;
  readonly keyFile: string;
} {
  return { certFile: secretPath(`${name}.crt`), keyFile: secretPath(`${name}.key`) };
}

/** Owner and mode of every file in the node's secrets folder, and which services cannot start without which. */
export function secrets(cluster: Cluster, node: Node): SecretsOptions {
  const files = secretFilesOfNode(cluster, node);
  return {
    directory: SECRETS_DIRECTORY,
    files: Object.fromEntries(files.map(({ file, owner, mode }) => [file, { owner, mode }])),
    requiredBy: secretReaders(cluster, node),
  };
}

/**
 * Which files of its secrets folder each systemd service of `node` reads, by the service's name without its
 * suffix: what must be there before it starts, and what must restart it when it changes. kube-vip is a pod and
 * not listed; the files that are read anew each time (those of sshd) are not either.
 */
export function secretReaders(
  cluster: Cluster,
  node: Node,
): { readonly [service: string]: readonly string[] } {
  const { etcd, controlPlane, kubelet } = node.roles;
  const flannel = kubelet && cluster.network.cni.kind === "flannel";
  return {
    ...(etcd ? { etcd: files(["etcd-ca"], ["etcd-peer", "etcd-server"]) } : {}),
    ...(flannel ? { flannel: files(["kubernetes-ca"], ["flannel-client"]) } : {}),
    ...(controlPlane
      ? {
          "kube-apiserver": [
            ...(cluster.encryptSecrets ? ["encryption-config.json"] : []),
            ...files(
              ["etcd-ca", "front-proxy-ca", "kubernetes-ca"],
              ["apiserver", "apiserver-etcd-client", "apiserver-kubelet-client", "front-proxy-client"],
            ),
            "service-account.key",
            "service-account.pub",
          ].sort(),
          "kube-controller-manager": [
            ...files(["kubernetes-ca"], ["controller-manager"]),
            "service-account.key",
          ].sort(),
          "kube-scheduler": files(["kubernetes-ca"], ["scheduler"]),
          "quorate-bootstrap": files(["kubernetes-ca"], ["bootstrap"]),
        }
      : {}),
    ...(kubelet
      ? {
          "kube-proxy": files(["kubernetes-ca"], ["kube-proxy"]),
          kubelet: files(["kubernetes-ca"], ["kubelet-client", "kubelet-server"]),
        }
      : {}),
  };
}

function files(
  authorities: readonly AuthorityName[],
  certificates: readonly CertificateName[],
): readonly string[] {
  return [
    ...authorities.map((name) => `${name}.crt`),
    ...certificates.flatMap((name) => [`${name}.crt`, `${name}.key`]),
  ].sort();
}
