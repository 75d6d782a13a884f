import {
  authorityPair,
  byKind,
  type Cluster,
  FORMER_SERVER_TOKENS,
  fileOfAuthorities,
  fileOfNode,
  fileOfOperator,
  fileOfRegistry,
  type KindTable,
  KNOWN_HOSTS,
  OPERATOR_FOLDER,
  OPERATOR_SSH_KEY,
  pairFiles,
  publicKeyPath,
  REGISTRY_LOGINS,
  type ResolvedDistribution,
  type SecretMode,
  type SharedFileName,
  secretFilesOfNode,
  secretsOfNode,
} from "@quorate/cluster";
import type { AuthorityPlan, DistributionPlan, KubeconfigPlan } from "./distribution-plan.ts";
import { ADOPTED_K3S_PLAN, K3S_PLAN } from "./k3s.ts";
import { KUBERNETES_PLAN } from "./kubernetes.ts";
import { type LeafPlan, leafPlan } from "./leaf.ts";
import {
  adoptedHost,
  type CopyPlan,
  type KnownHostPlan,
  partOfSecret,
  type SharedFile,
  type SshKeyPlan,
} from "./node-part.ts";

/** A file that the folder holds once genCerts is done. */
export interface PlannedFile {
  /** Relative to the certificates' folder. */
  readonly path: string;
  readonly mode: SecretMode;
}

/** A key that is made once, lies among the authorities, and is never replaced. */
export type SharedKey =
  | "service-account"
  | "encryption-config"
  | "k3s-service"
  | "k3s-server-token"
  | "k3s-agent-token"
  | "k3s-registries";

/** Every certificate, key and file that a cluster needs: names and rules, no keys and no dates. */
export interface CertificatePlan {
  readonly cluster: string;
  /** The API's address for the operator's kubeconfigs. */
  readonly apiUrl: string;
  readonly nodes: readonly string[];
  readonly authorities: readonly AuthorityPlan[];
  /** The operator's first, then by node. */
  readonly leaves: readonly LeafPlan[];
  readonly sharedKeys: readonly SharedKey[];
  readonly kubeconfigs: readonly KubeconfigPlan[];
  /** The operator's first, then one a node. */
  readonly sshKeys: readonly SshKeyPlan[];
  readonly knownHosts: readonly KnownHostPlan[];
  /** Paths of the hosts' authorized_keys. */
  readonly authorizedKeys: readonly string[];
  /** Public keys in them beside the operator's. */
  readonly trustedKeys: readonly string[];
  readonly copies: readonly CopyPlan[];
  /** Hosts of registries that nodes log in to, with what somebody has put into the folder, a file each. */
  readonly logins: readonly string[];
  /** All of the above as files, sorted by path. The folder's marker and .gitignore are not among them. */
  readonly files: readonly PlannedFile[];
}

const PLANS: KindTable<ResolvedDistribution, [], DistributionPlan> = {
  kubernetes: () => KUBERNETES_PLAN,
  k3s: ({ authorities }) => ({ own: K3S_PLAN, adopted: ADOPTED_K3S_PLAN })[authorities],
};

/** Which key a shared file is, or is a half of. */
const SHARED_KEYS: { readonly [file in SharedFileName]: SharedKey } = {
  "service-account.key": "service-account",
  "service-account.pub": "service-account",
  "encryption-config.json": "encryption-config",
  "k3s-service.key": "k3s-service",
  "k3s-server-token": "k3s-server-token",
  "k3s-agent-token": "k3s-agent-token",
  [REGISTRY_LOGINS]: "k3s-registries",
};

/** Plans the whole PKI of a cluster. Pure. */
export function planCertificates(cluster: Cluster): CertificatePlan {
  const { nodes } = cluster;
  const distribution = byKind(PLANS, cluster.distribution);
  const { authorities, kubeconfigs, operator, operatorAuthorities } = distribution;
  const parts = nodes.flatMap((node) =>
    secretsOfNode(cluster, node).map((secret) => partOfSecret(secret, node, cluster, distribution)),
  );
  const shared = [...new Set(parts.flatMap((part) => part.shared))];
  return {
    cluster: cluster.name,
    apiUrl: cluster.api.url,
    nodes: nodes.map(({ name }) => name),
    authorities,
    leaves: [
      ...Object.entries(operator).map(([name, profile]) => leafPlan(OPERATOR_FOLDER, name, profile)),
      ...parts.flatMap(({ leaves }) => leaves),
    ],
    sharedKeys: [...new Set(shared.map(({ file }) => SHARED_KEYS[file]))],
    kubeconfigs,
    sshKeys: [
      { path: OPERATOR_SSH_KEY, comment: `operator@${cluster.name}` },
      ...parts.flatMap(({ sshKeys }) => sshKeys),
    ],
    knownHosts: [
      ...parts.flatMap(({ knownHosts }) => knownHosts),
      ...nodes.flatMap((node) => adoptedHost(cluster, node)),
    ],
    authorizedKeys: parts.flatMap(({ authorizedKeys }) => authorizedKeys),
    trustedKeys: cluster.ssh.authorizedKeys,
    copies: [
      ...operatorAuthorities.map((name) => ({
        from: authorityPair(name).certificate,
        to: pairFiles(fileOfOperator(name)).certificate,
      })),
      ...parts.flatMap(({ copies }) => copies),
    ],
    logins: loginsOf(cluster),
    files: filesOf(cluster, distribution, shared),
  };
}

function loginsOf({ distribution }: Cluster): readonly string[] {
  return distribution.kind === "k3s" ? distribution.logins : [];
}

/** Whether the cluster's authorities were made elsewhere. */
export function isAdopted({ authorities }: CertificatePlan): boolean {
  return authorities.some(({ adopted }) => adopted === true);
}

function filesOf(
  cluster: Cluster,
  { authorities, operator, operatorAuthorities, kubeconfigs }: DistributionPlan,
  shared: readonly SharedFile[],
): PlannedFile[] {
  const secret = (path: string): PlannedFile => ({ path, mode: "0600" });
  const open = (path: string): PlannedFile => ({ path, mode: "0644" });
  const pair = (stem: string): PlannedFile[] => {
    const { certificate, key } = pairFiles(stem);
    return [open(certificate), secret(key)];
  };
  const files = [
    ...authorities.flatMap(({ name, adopted }) =>
      adopted ? [open(authorityPair(name).certificate)] : pair(fileOfAuthorities(name)),
    ),
    ...shared.map(({ file, mode }) => ({ path: fileOfAuthorities(file), mode })),
    ...(shared.some(({ file }) => file === "k3s-server-token") ? [secret(FORMER_SERVER_TOKENS)] : []),
    ...loginsOf(cluster).map((registry) => secret(fileOfRegistry(registry))),
    ...Object.keys(operator).flatMap((name) => pair(fileOfOperator(name))),
    ...operatorAuthorities.map((name) => open(pairFiles(fileOfOperator(name)).certificate)),
    ...kubeconfigs.map(({ path }) => secret(path)),
    secret(OPERATOR_SSH_KEY),
    open(publicKeyPath(OPERATOR_SSH_KEY)),
    open(KNOWN_HOSTS),
    ...cluster.nodes.flatMap((node) =>
      secretFilesOfNode(cluster, node).map(({ file, mode }) => ({
        path: fileOfNode(node.name, file),
        mode,
      })),
    ),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
