import {
  AUTHORITIES_FOLDER,
  type AuthorityName,
  authoritiesOfNode,
  authorityPair,
  BREAK_GLASS_KUBECONFIG,
  type CertificateName,
  type Cluster,
  certificatesOfNode,
  ENCRYPTION_CONFIG,
  fileOfAuthorities,
  fileOfNode,
  fileOfOperator,
  folderOfNode,
  KNOWN_HOSTS,
  KUBECONFIG,
  type Node,
  OPERATOR_FOLDER,
  OPERATOR_SSH_KEY,
  pairFiles,
  publicKeyPath,
  SERVICE_ACCOUNT_KEY,
  SERVICE_ACCOUNT_PUBLIC_KEY,
  secretFilesOfNode,
} from "@quorate/cluster";
import type { LeafPlan, LeafProfile } from "./leaf.ts";
import { OPERATOR_PROFILES, type OperatorCertificateName, profileOf } from "./profile.ts";

/** A certificate authority: `authorities/<name>.crt` and `.key`. */
export interface AuthorityPlan {
  readonly name: AuthorityName;
  readonly commonName: string;
}

/** An ed25519 key pair for ssh. */
export interface SshKeyPlan {
  /** Path of the private key; the public one is beside it, with `.pub`. */
  readonly path: string;
  readonly comment: string;
}

/** A file that is another one's copy, so that a host's folder is complete. */
export interface CopyPlan {
  readonly from: string;
  readonly to: string;
}

/** A host in the operator's known_hosts. */
export interface KnownHostPlan {
  /** As ssh looks them up: `[10.0.0.11]:2222` where the port is not 22. */
  readonly names: readonly string[];
  /** Path of the host's private key. */
  readonly key: string;
}

/** A file that the folder holds once genCerts is done. */
export interface PlannedFile {
  /** Relative to the certificates' folder. */
  readonly path: string;
  readonly mode: 0o600 | 0o644;
}

/** Every certificate, key and file that a cluster needs: names and rules, no keys and no dates. */
export interface CertificatePlan {
  readonly cluster: string;
  /** The API's address for the operator's kubeconfig. */
  readonly apiUrl: string;
  readonly nodes: readonly string[];
  readonly authorities: readonly AuthorityPlan[];
  /** The operator's first, then by node. */
  readonly leaves: readonly LeafPlan[];
  readonly encryptSecrets: boolean;
  /** The operator's first, then one a node. */
  readonly sshKeys: readonly SshKeyPlan[];
  readonly knownHosts: readonly KnownHostPlan[];
  /** Paths of the hosts' authorized_keys. */
  readonly authorizedKeys: readonly string[];
  /** Public keys in them beside the operator's. */
  readonly trustedKeys: readonly string[];
  readonly copies: readonly CopyPlan[];
  /** All of the above as files, sorted by path. The folder's marker and .gitignore are not among them. */
  readonly files: readonly PlannedFile[];
}

const AUTHORITY_COMMON_NAMES: { readonly [name in AuthorityName]: string } = {
  "kubernetes-ca": "kubernetes",
  "etcd-ca": "etcd-ca",
  "front-proxy-ca": "front-proxy-ca",
};

/** The authorities whose certificates the operator needs. */
const OPERATOR_AUTHORITIES = ["kubernetes-ca", "etcd-ca"] as const satisfies readonly AuthorityName[];

/** Plans the whole PKI of a cluster. Pure. */
export function planCertificates(cluster: Cluster): CertificatePlan {
  const { nodes } = cluster;
  return {
    cluster: cluster.name,
    apiUrl: cluster.api.url,
    nodes: nodes.map(({ name }) => name),
    authorities: (Object.keys(AUTHORITY_COMMON_NAMES) as AuthorityName[]).map((name) => ({
      name,
      commonName: AUTHORITY_COMMON_NAMES[name],
    })),
    leaves: [
      ...Object.entries(OPERATOR_PROFILES).map(([name, profile]) => leaf(OPERATOR_FOLDER, name, profile)),
      ...nodes.flatMap((node) => leavesOfNode(cluster, node)),
    ],
    encryptSecrets: cluster.encryptSecrets,
    sshKeys: [
      { path: OPERATOR_SSH_KEY, comment: `operator@${cluster.name}` },
      ...nodes.map((node) => ({ path: hostKeyOf(node), comment: `root@${node.name}` })),
    ],
    knownHosts: nodes.map((node) => ({ names: knownNamesOf(cluster, node), key: hostKeyOf(node) })),
    authorizedKeys: nodes.map((node) => fileOfNode(node.name, "authorized_keys")),
    trustedKeys: cluster.ssh.authorizedKeys,
    copies: [
      ...OPERATOR_AUTHORITIES.map((name) => copyOfAuthority(name, OPERATOR_FOLDER)),
      ...nodes.flatMap((node) => copiesOfNode(cluster, node)),
    ],
    files: filesOf(cluster),
  };
}

function leavesOfNode(cluster: Cluster, node: Node): LeafPlan[] {
  return certificatesOfNode(cluster, node).map(({ name }: { name: CertificateName }) =>
    leaf(folderOfNode(node.name), name, profileOf(name, cluster, node)),
  );
}

function leaf(folder: string, name: string, profile: LeafProfile): LeafPlan {
  return { ...profile, id: `${folder}/${name}`, folder, name };
}

function copiesOfNode(cluster: Cluster, node: Node): CopyPlan[] {
  const folder = folderOfNode(node.name);
  const copy = (from: string): CopyPlan => ({
    from,
    to: fileOfNode(node.name, from.slice(AUTHORITIES_FOLDER.length + 1)),
  });
  return [
    ...authoritiesOfNode(node).map((name) => copyOfAuthority(name, folder)),
    ...(node.roles.controlPlane ? [copy(SERVICE_ACCOUNT_KEY), copy(SERVICE_ACCOUNT_PUBLIC_KEY)] : []),
    ...(node.roles.controlPlane && cluster.encryptSecrets ? [copy(ENCRYPTION_CONFIG)] : []),
  ];
}

function copyOfAuthority(name: AuthorityName, folder: string): CopyPlan {
  return {
    from: authorityPair(name).certificate,
    to: pairFiles(`${folder}/${name}`).certificate,
  };
}

function hostKeyOf(node: Node): string {
  return fileOfNode(node.name, "ssh_host_ed25519_key");
}

function knownNamesOf(cluster: Cluster, node: Node): string[] {
  const { port } = cluster.ssh;
  return [...node.addresses.map(({ address }): string => address), node.name].map((name) =>
    port === 22 ? name : `[${name}]:${port}`,
  );
}

function filesOf(cluster: Cluster): PlannedFile[] {
  const secret = (path: string): PlannedFile => ({ path, mode: 0o600 });
  const open = (path: string): PlannedFile => ({ path, mode: 0o644 });
  const pair = (stem: string): PlannedFile[] => {
    const { certificate, key } = pairFiles(stem);
    return [open(certificate), secret(key)];
  };
  const operator = Object.keys(OPERATOR_PROFILES) as OperatorCertificateName[];
  const files = [
    ...Object.keys(AUTHORITY_COMMON_NAMES).flatMap((name) => pair(fileOfAuthorities(name))),
    secret(SERVICE_ACCOUNT_KEY),
    open(SERVICE_ACCOUNT_PUBLIC_KEY),
    ...(cluster.encryptSecrets ? [secret(ENCRYPTION_CONFIG)] : []),
    ...operator.flatMap((name) => pair(fileOfOperator(name))),
    ...OPERATOR_AUTHORITIES.map((name) => open(pairFiles(fileOfOperator(name)).certificate)),
    secret(KUBECONFIG),
    secret(BREAK_GLASS_KUBECONFIG),
    secret(OPERATOR_SSH_KEY),
    open(publicKeyPath(OPERATOR_SSH_KEY)),
    open(KNOWN_HOSTS),
    ...cluster.nodes.flatMap((node) =>
      secretFilesOfNode(cluster, node).map(({ file, mode }) =>
        (mode === "0600" ? secret : open)(fileOfNode(node.name, file)),
      ),
    ),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
