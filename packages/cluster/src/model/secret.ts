import type { Cluster, Node } from "./cluster.ts";

/**
 * Folder on every host that holds its certificates and keys. Below `certs/` the same files are in
 * `hosts/<node>/`, under the same names: what a host gets is that one folder.
 */
export const SECRETS_DIRECTORY = "/var/lib/quorate/secrets";

/** The user that a secret's reader runs as on NixOS. */
export type SecretOwner = "root" | "etcd" | "kubernetes";

/** The authorities of a cluster. Their keys never leave the operator's machine. */
export type AuthorityName = "kubernetes-ca" | "etcd-ca" | "front-proxy-ca";

/** A certificate with its key: `<name>.crt` and `<name>.key`. */
export type CertificateName =
  | "apiserver"
  | "apiserver-kubelet-client"
  | "apiserver-etcd-client"
  | "front-proxy-client"
  | "controller-manager"
  | "scheduler"
  | "bootstrap"
  | "kube-vip"
  | "etcd-server"
  | "etcd-peer"
  | "etcd-healthcheck-client"
  | "kubelet-client"
  | "kubelet-server"
  | "kube-proxy"
  | "flannel-client";

/** A file in a host's secrets folder. */
export interface SecretFile {
  /** File name, without a folder. */
  readonly file: string;
  readonly owner: SecretOwner;
  /** `0600` for what must stay private, `0644` for certificates and public keys. */
  readonly mode: "0600" | "0644";
}

/** A certificate that a node gets, and who reads its key there. */
export interface NodeCertificate {
  readonly name: CertificateName;
  readonly owner: SecretOwner;
}

/** The certificates (with keys) that `node` gets and no others, in a fixed order. */
export function certificatesOfNode(cluster: Cluster, node: Node): readonly NodeCertificate[] {
  const flannel = cluster.network.cni.kind === "flannel";
  return [
    ...owned(node.roles.controlPlane, "kubernetes", [
      "apiserver",
      "apiserver-kubelet-client",
      "apiserver-etcd-client",
      "front-proxy-client",
      "controller-manager",
      "scheduler",
    ]),
    // kube-vip drops every capability, so only a file of its own user, root, is readable to it.
    ...owned(node.roles.controlPlane, "root", ["bootstrap", "kube-vip"]),
    ...owned(node.roles.etcd, "etcd", ["etcd-server", "etcd-peer", "etcd-healthcheck-client"]),
    ...owned(node.roles.kubelet, "root", ["kubelet-client", "kubelet-server", "kube-proxy"]),
    ...owned(node.roles.kubelet && flannel, "root", ["flannel-client"]),
  ];
}

/** The authorities whose certificates `node` needs, in a fixed order. */
export function authoritiesOfNode(node: Node): readonly AuthorityName[] {
  return [
    ...(node.roles.kubelet ? (["kubernetes-ca"] as const) : []),
    ...(node.roles.etcd || node.roles.controlPlane ? (["etcd-ca"] as const) : []),
    ...(node.roles.controlPlane ? (["front-proxy-ca"] as const) : []),
  ];
}

/** Every file of `node`'s secrets folder, sorted by name: what genCerts makes, deploy sends and NixOS owns. */
export function secretFilesOfNode(cluster: Cluster, node: Node): readonly SecretFile[] {
  const files: SecretFile[] = [];
  for (const authority of authoritiesOfNode(node)) {
    files.push({ file: `${authority}.crt`, owner: "root", mode: "0644" });
  }
  for (const { name, owner } of certificatesOfNode(cluster, node)) {
    files.push({ file: `${name}.crt`, owner, mode: "0644" }, { file: `${name}.key`, owner, mode: "0600" });
  }
  if (node.roles.controlPlane) {
    files.push(
      { file: "service-account.key", owner: "kubernetes", mode: "0600" },
      { file: "service-account.pub", owner: "kubernetes", mode: "0644" },
    );
    if (cluster.encryptSecrets)
      files.push({ file: "encryption-config.json", owner: "kubernetes", mode: "0600" });
  }
  files.push(
    { file: "ssh_host_ed25519_key", owner: "root", mode: "0600" },
    { file: "ssh_host_ed25519_key.pub", owner: "root", mode: "0644" },
    { file: "authorized_keys", owner: "root", mode: "0644" },
  );
  return files.sort((a, b) => (a.file < b.file ? -1 : 1));
}

function owned(
  condition: boolean,
  owner: SecretOwner,
  names: readonly CertificateName[],
): readonly NodeCertificate[] {
  return condition ? names.map((name) => ({ name, owner })) : [];
}
