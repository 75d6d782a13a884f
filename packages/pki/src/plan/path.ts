/** Folders and files below the certificates' folder. All paths are relative, with `/`. */

/** Authorities, the service-account pair and the encryption key: for the operator alone, never sent. */
export const AUTHORITIES = "authorities";

/** What the operator works with. */
export const OPERATOR = "operator";

/** One folder a node. */
export const HOSTS = "hosts";

/** The folder of a node: the same files, under the same names, as in `SECRETS_DIRECTORY` on the host. */
export function folderOfNode(node: string): string {
  return `${HOSTS}/${node}`;
}

export const SERVICE_ACCOUNT_KEY = `${AUTHORITIES}/service-account.key`;
export const SERVICE_ACCOUNT_PUBLIC_KEY = `${AUTHORITIES}/service-account.pub`;
export const ENCRYPTION_CONFIG = `${AUTHORITIES}/encryption-config.json`;
export const KUBECONFIG = `${OPERATOR}/kubeconfig`;
export const BREAK_GLASS_KUBECONFIG = `${OPERATOR}/kubeconfig-break-glass`;
export const KNOWN_HOSTS = `${OPERATOR}/known_hosts`;
export const OPERATOR_SSH_KEY = `${OPERATOR}/id_ed25519`;

/** A key's public half beside it, in ssh's naming. */
export function publicKeyPath(privateKeyPath: string): string {
  return `${privateKeyPath}.pub`;
}

/** Says which folder is ours and which authorities are its own. */
export const MARKER = "quorate.json";

/** Keeps the folder out of git, wherever it lies. */
export const GITIGNORE = ".gitignore";
