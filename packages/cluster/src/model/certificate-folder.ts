import { pairFiles } from "./pair-files.ts";

/**
 * The folder that genCerts makes, as it is laid out: whoever looks into it takes the paths from here. All paths
 * are relative to it, with `/`. Where its files lie on a host is SECRETS_DIRECTORY.
 */

/** What the folder is called where a command is told no other name. */
export const CERTIFICATES_FOLDER = "certs";

/** Authorities, the service-account pair and the encryption key: for the operator alone, never sent. */
export const AUTHORITIES_FOLDER = "authorities";

/** What the operator works with. */
export const OPERATOR_FOLDER = "operator";

/** One folder a node. */
export const HOSTS_FOLDER = "hosts";

/** Secrets of a cluster that was somebody else's before: genCerts leaves them alone. */
export const IMPORTED_FOLDER = "imported";

/** The token that servers of a cluster of nk3's have joined with. */
export const IMPORTED_TOKEN: string = `${IMPORTED_FOLDER}/k3s-token`;

/** The certificate, as k3s shows it at `/cacerts`, of the authority of servers that k3s has made itself. */
export const IMPORTED_AUTHORITY: string = `${IMPORTED_FOLDER}/k3s-server-ca.crt`;

/** What nodes log in to registries with, a file each, which somebody has put there: genCerts reads them. */
export const REGISTRIES_FOLDER = "registries";

/** What nodes log in with to the registry at that host. */
export function fileOfRegistry(registry: string): string {
  return `${REGISTRIES_FOLDER}/${registry}`;
}

/** Among the authorities and on hosts: all of these, as k3s reads them. */
export const REGISTRY_LOGINS = "k3s-registries.yaml";

/** The folder of a node: the same files, under the same names, as in SECRETS_DIRECTORY on the host. */
export function folderOfNode(node: string): string {
  return `${HOSTS_FOLDER}/${node}`;
}

/** One of the files that a node gets. */
export function fileOfNode(node: string, file: string): string {
  return `${folderOfNode(node)}/${file}`;
}

/** A file that the authorities' folder holds: what is copied from there keeps its name. */
export function fileOfAuthorities(file: string): string {
  return `${AUTHORITIES_FOLDER}/${file}`;
}

/** A file that the operator's folder holds. */
export function fileOfOperator(file: string): string {
  return `${OPERATOR_FOLDER}/${file}`;
}

/** The certificate and the key of an authority. */
export function authorityPair(authority: string): { readonly certificate: string; readonly key: string } {
  return pairFiles(fileOfAuthorities(authority));
}

/** The key that signs service-account tokens. */
export const SERVICE_ACCOUNT_KEY: string = fileOfAuthorities("service-account.key");

/** Its public half. */
export const SERVICE_ACCOUNT_PUBLIC_KEY: string = fileOfAuthorities("service-account.pub");

/** The key that Secrets are encrypted with in etcd. */
export const ENCRYPTION_CONFIG: string = fileOfAuthorities("encryption-config.json");

/** Tokens that k3s' servers had before, one a line, the latest last: a snapshot is restored with that of its time. */
export const FORMER_SERVER_TOKENS: string = fileOfAuthorities("k3s-server-tokens-before");

/** The operator's everyday kubeconfig. */
export const KUBECONFIG: string = fileOfOperator("kubeconfig");

/** The one for the day on which the other is refused. */
export const BREAK_GLASS_KUBECONFIG: string = fileOfOperator("kubeconfig-break-glass");

/** The host keys of all nodes. */
export const KNOWN_HOSTS: string = fileOfOperator("known_hosts");

/** The private key that nodes know the operator by. */
export const OPERATOR_SSH_KEY: string = fileOfOperator("id_ed25519");

/** A key's public half beside it, in ssh's naming. */
export function publicKeyPath(privateKeyPath: string): string {
  return `${privateKeyPath}.pub`;
}

/** Says which folder is ours and which authorities are its own. */
export const CERTIFICATES_MARKER = "quorate.json";

/** Keeps the folder out of git, wherever it lies. */
export const CERTIFICATES_GITIGNORE = ".gitignore";

/** Whose a path is: `authorities`, `operator`, or the name of a node; for a file at the top its own name. */
export function placeOfPath(path: string): string {
  const [top = "", second = ""] = path.split("/");
  return top === HOSTS_FOLDER ? second : top;
}

/** The node whose folder, or a file in it, a path is; `undefined` for all others. */
export function nodeOfPath(path: string): string | undefined {
  return path.startsWith(`${HOSTS_FOLDER}/`) ? placeOfPath(path) : undefined;
}
