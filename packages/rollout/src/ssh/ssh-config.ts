import { type Cluster, knownHostName } from "@quorate/cluster";
import { type DeployPaths, knownHosts, operatorIdentity } from "../deploy-paths.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/**
 * The ssh configuration of a run: everything that decides whom we talk to and who we are, in one place.
 * The user's own configuration and known hosts are not read, so that a host is trusted for one reason
 * only: it holds the key that genCerts made for it.
 */
export function sshConfig(cluster: Cluster, paths: Pick<DeployPaths, "certificates" | "sockets">): string {
  const { port } = cluster.ssh;
  const nodes = cluster.nodes.flatMap((node) => [
    `Host ${node.name}`,
    `  HostName ${node.address}`,
    // As genCerts names it in known_hosts: the key is compared by name, whichever port answers.
    `  HostKeyAlias ${knownHostName(node.name, port)}`,
    "",
  ]);
  return `${[
    ...nodes,
    "Host *",
    "  User root",
    `  Port ${port}`,
    `  IdentityFile ${quoted(operatorIdentity(paths.certificates))}`,
    `  UserKnownHostsFile ${quoted(knownHosts(paths.certificates))}`,
    "  GlobalKnownHostsFile /dev/null",
    "  StrictHostKeyChecking yes",
    "  UpdateHostKeys no",
    // A question would wait for ever: several nodes are talked to at once.
    "  BatchMode yes",
    "  ForwardAgent no",
    "  ConnectTimeout 10",
    // A host that vanishes is noticed after a minute.
    "  ServerAliveInterval 15",
    "  ServerAliveCountMax 4",
    "  ControlMaster auto",
    `  ControlPath "${paths.sockets.replaceAll("%", "%%")}/%C"`,
    // Should the run be killed, its connections end soon after.
    "  ControlPersist 30",
  ].join("\n")}\n`;
}

/** Refuses a folder whose path an ssh configuration cannot hold: its syntax has no way to write it. */
export function refuseSshPath(path: string): readonly RolloutProblem[] {
  if (!/["\\$\p{Cc}]/u.test(path)) return [];
  return [
    problem(
      "certificates-path-unusable",
      path,
      "the path of the certificates folder holds a quote, a backslash, a dollar or a control character",
      "Ssh_config has no way to write such a path: rename the folder",
    ),
  ];
}

/** `%` starts a token in these paths; quotes keep spaces together. */
function quoted(path: string): string {
  return `"${path.replaceAll("%", "%%")}"`;
}
