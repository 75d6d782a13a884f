import type { Cluster, NixosOptions } from "@quorate/cluster";

/**
 * The keys of machines.ts. The operator's own key comes as a file in the secrets folder, and everything else
 * about sshd is the same on each node: nix/modules/common/ssh.nix.
 */
export function ssh(cluster: Cluster): NixosOptions {
  const keys = cluster.ssh.authorizedKeys;
  return keys.length === 0 ? {} : { users: { users: { root: { openssh: { authorizedKeys: { keys } } } } } };
}
