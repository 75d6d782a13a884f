import { folderOfNode, type HostName, KNOWN_HOSTS, OPERATOR_SSH_KEY } from "@quorate/cluster";

/** What a deployment is told of the machine that it starts from. All paths are absolute. */
export interface DeploySettings {
  /** The folder that genCerts made. */
  readonly certificates: string;
  /** The flake, as Nix is given it: a folder, or any flake reference. */
  readonly flake: string;
  /** The flake's output that has the systems, by the names of their nodes. Default: `nixosConfigurations`. */
  readonly configurations?: string;
  /** Further arguments for `nix eval`: `--override-input NAME REFERENCE`. */
  readonly flakeArguments: readonly string[];
  /** The folder that snapshots of etcd go to. Default: `snapshots` beside the certificates' folder. */
  readonly snapshots?: string;
  /** Further arguments for every Nix command: `--option NAME VALUE`. */
  readonly nixArguments: readonly string[];
}

/** Who deploys: what a run leaves on hosts and in the API tells it. */
export interface RunName {
  /** Names this run, and no other one. */
  readonly run: string;
  /** Who runs it, and on which machine: `root@ops1`. */
  readonly by: string;
}

/** What stands for it where nothing is run. */
const NO_RUN: RunName = { run: "RUN", by: "WHO" };

/** Where things are while a deployment runs: what it was told, and the parts of a private folder of its own. */
export interface DeployPaths extends DeploySettings, RunName {
  /** The ssh configuration made for this run: a `Host` block for each node, named as the node. */
  readonly sshConfig: string;
  /** The sockets of shared connections: a short path, a socket's has 107 bytes. */
  readonly sockets: string;
  /** The files of installations. */
  readonly installations: string;
  readonly snapshots: string;
  /** Links to what was built: while they are there, the garbage collector leaves it alone. */
  readonly roots: string;
}

/**
 * The paths of a deployment whose private folder (0700, removed when the run is over) is `folder`: the same for a
 * run and for a dry one.
 */
export function deployPaths(
  settings: DeploySettings,
  folder: string,
  { run, by }: RunName = NO_RUN,
): DeployPaths {
  return {
    ...settings,
    snapshots: settings.snapshots ?? snapshotsBeside(settings.certificates),
    run,
    by,
    sshConfig: `${folder}/ssh_config`,
    sockets: `${folder}/s`,
    installations: `${folder}/installations`,
    roots: `${folder}/roots`,
  };
}

function snapshotsBeside(certificates: string): string {
  return `${certificates.slice(0, certificates.lastIndexOf("/"))}/snapshots`;
}

/** Those of them that are folders, to be made before anything else. */
export function foldersToMake({ sockets, installations, roots }: DeployPaths): readonly string[] {
  return [sockets, installations, roots];
}

/** What is laid out for the new disk of `node`. */
export function installationFolder(paths: DeployPaths, node: HostName): string {
  return `${paths.installations}/${node}`;
}

/** The files that `node` gets. */
export function secretsFolder(paths: Pick<DeployPaths, "certificates">, node: HostName): string {
  return `${paths.certificates}/${folderOfNode(node)}`;
}

/** The private key that nodes know the operator by. */
export function operatorIdentity(certificates: string): string {
  return `${certificates}/${OPERATOR_SSH_KEY}`;
}

/** The host keys of all nodes. */
export function knownHosts(certificates: string): string {
  return `${certificates}/${KNOWN_HOSTS}`;
}
