import type { OfKind } from "../by-kind.ts";
import type { Cluster, Node } from "../cluster.ts";
import type { ByDistribution, DistributionKind } from "../distribution.ts";
import { K3S_SECRETS, type K3sRootName } from "./k3s.ts";
import { KUBERNETES_SECRETS } from "./kubernetes.ts";
import type { SecretReader } from "./reader.ts";
import { filesOfSecret, type Secret, type SecretFile } from "./secret.ts";

const SSHD: SecretReader = { name: "sshd", kind: "each-time", runsOn: () => true };
/** The same on a machine that did not bring a host key of its own along. */
const OUR_SSHD: SecretReader = { ...SSHD, runsOn: (_, { hostKey }) => hostKey === undefined };

/** What every node has, whatever runs on it. */
const SSH_SECRETS = [
  { origin: { kind: "ssh-host-key" }, owner: "root", readBy: [OUR_SSHD] },
  { origin: { kind: "authorized-keys" }, owner: "root", readBy: [SSHD] },
] as const satisfies readonly Secret[];

/** What is on the hosts of a distribution, beside ssh's. */
const SECRETS = {
  kubernetes: KUBERNETES_SECRETS,
  k3s: K3S_SECRETS,
} as const satisfies ByDistribution<readonly Secret[]>;

/** What a node may get, by its names. */
export type NodeSecret = (typeof SECRETS)[DistributionKind][number] | (typeof SSH_SECRETS)[number];

type Named<Kind extends NodeSecret["origin"]["kind"]> = OfKind<NodeSecret["origin"], Kind>;

/** Authorities that sign on the operator's machine alone, and whose keys never leave it. */
export type KeptAuthorityName = Exclude<Named<"authority">["name"], Named<"authority-key">["name"]>;

/** The authorities of a cluster, of whichever distribution. Of which some key is on hosts, `authority-key` says. */
export type AuthorityName = Named<"authority">["name"] | K3sRootName;

/** A certificate with its key, `<name>.crt` and `<name>.key`, on a host of whichever distribution. */
export type CertificateName = Named<"leaf">["name"];

/** A file that lies among the authorities and goes to several nodes as it is. */
export type SharedFileName = Named<"shared">["file"];

/** Every secret that `node` gets, in a fixed order: those that something on it reads. */
export function secretsOfNode(cluster: Cluster, node: Node): readonly NodeSecret[] {
  const all: readonly NodeSecret[] = [...SECRETS[cluster.distribution.kind], ...SSH_SECRETS];
  return all.filter(({ readBy }) => readBy.some(({ runsOn }) => runsOn(cluster, node)));
}

/** Every file of `node`'s secrets folder, sorted by name: what genCerts makes, deploy sends and NixOS owns. */
export function secretFilesOfNode(cluster: Cluster, node: Node): readonly SecretFile[] {
  return secretsOfNode(cluster, node)
    .flatMap(filesOfSecret)
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Everything on a node that reads secrets, each with the files that it reads. */
export function readersOfSecrets(
  cluster: Cluster,
  node: Node,
): readonly (Pick<SecretReader, "name" | "kind"> & { readonly files: readonly string[] })[] {
  return secretsOfNode(cluster, node).flatMap((secret) => {
    const files = filesOfSecret(secret).map(({ file }) => file);
    return secret.readBy
      .filter(({ runsOn }) => runsOn(cluster, node))
      .map(({ name, kind }) => ({ name, kind, files }));
  });
}

/**
 * Which files of its secrets folder each systemd service of `node` reads, sorted, by the service's name without its
 * suffix: what must be there before it starts, and what must restart it when it changes.
 */
export function servicesReadingSecrets(
  cluster: Cluster,
  node: Node,
): { readonly [service: string]: readonly string[] } {
  const files = new Map<string, string[]>();
  for (const secret of secretsOfNode(cluster, node)) {
    for (const { name, kind, runsOn } of secret.readBy) {
      if (kind !== "service" || !runsOn(cluster, node)) continue;
      files.set(name, [...(files.get(name) ?? []), ...filesOfSecret(secret).map(({ file }) => file)]);
    }
  }
  return Object.fromEntries([...files].map(([service, read]) => [service, read.sort()]));
}
