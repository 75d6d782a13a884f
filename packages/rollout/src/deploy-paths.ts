import type { HostName } from "@quorate/cluster";

/** Where things are on the machine that deploys. All paths are absolute. */
export interface DeployPaths {
  /** The ssh configuration made for this run: a `Host` block for each node, named as the node. */
  readonly sshConfig: string;
  /** The folder that genCerts made. */
  readonly certificates: string;
  /** A private folder (0700) for the files of installations; removed when the run is over. */
  readonly installations: string;
  /** A folder for links to what was built: while they are there, the garbage collector leaves it alone. */
  readonly roots: string;
  /** The flake, as Nix is given it: a folder, or any flake reference. */
  readonly flake: string;
  /** Further arguments for `nix eval`: `--override-input NAME REFERENCE`. */
  readonly flakeArguments: readonly string[];
  /** Further arguments for every Nix command: `--option NAME VALUE`. */
  readonly nixArguments: readonly string[];
}

/** The files that `node` gets. */
export function secretsFolder(paths: DeployPaths, node: HostName): string {
  return `${paths.certificates}/hosts/${node}`;
}

/** The private key that nodes know the operator by. */
export function operatorIdentity(certificates: string): string {
  return `${certificates}/operator/id_ed25519`;
}

/** The host keys of all nodes. */
export function knownHosts(certificates: string): string {
  return `${certificates}/operator/known_hosts`;
}
