import { isSshKey } from "@quorate/cluster";
import type { InventoryNode } from "../inventory.ts";
import { type InventoryProblem, problem } from "../problem-kind.ts";
import type { Told, ToldRunning } from "./agreement.ts";

// What of a machine is not taken over, with what to do.

/** Disks that stay as they are in no configuration of ours. */
export function disksLeft({ place, address }: InventoryNode, why: string): InventoryProblem {
  return problem(
    "adoption-disks",
    place,
    `the disks of ${address} are not taken over, and so neither is its host key: ${why}`,
    "Deploy takes it for a machine that nobody knows, and refuses it while it serves. Reinstall it, one server after another; or write fileSystems and boot loader into its `nixosUnchecked`, with disko.enableConfig = false, and its key as `hostKey`: the partitions that Quorate makes are others, and with them it would not boot.",
  );
}

/** A key may have options (`command="…"`), which no configuration of ours has a place for. */
export function keysLeft({ node, answer }: Told): readonly InventoryProblem[] {
  const count = answer.rootKeys.filter((key) => !isSshKey(key)).length;
  if (count === 0) return [];
  return [
    problem(
      "adoption-keys",
      node.place,
      `${count} of root's authorized keys on ${node.address} ${count === 1 ? "is" : "are"} no plain public key, and not taken over`,
      'Options such as command="…" can be written into nixosUnchecked: users.users.root.openssh.authorizedKeys.keys.',
    ),
  ];
}

/** A machine without a key to be known by. */
export function hostKeyLeft({ node }: Told): InventoryProblem {
  return problem(
    "adoption-host-key",
    node.place,
    `${node.address} did not tell an ed25519 host key, so that there is none to know it by: genCerts makes it another one`,
    "Make it one (ssh-keygen -A), connect once by hand, and import again. Without it deploy takes the machine for one that nobody knows: it refuses while etcd or the API answers there. Never consent (--yes, --erase) for a machine whose data is to stay.",
  );
}

/** What k3s is told that has no place in machines.ts; `left` says what and why. */
export function flagsLeft({ node }: ToldRunning, left: readonly string[]): readonly InventoryProblem[] {
  if (left.length === 0) return [];
  return [
    problem(
      "adoption-flags",
      node.place,
      `k3s is told on ${node.address} what is not taken over: ${left.join(", ")}`,
      "It ends with the first deployment. What it is for can be said in the machine's `nixos`: services.k3s.extraFlags for flags, environment.etc for files, systemd.services.k3s.environment for variables (none of them for a secret).",
    ),
  ];
}

/** Files that k3s takes in at a start, which are in nobody's configuration, or in one that is replaced. */
export function filesLeft({ node, k3s }: ToldRunning): readonly InventoryProblem[] {
  if (k3s.files.length === 0) return [];
  return [
    problem(
      "adoption-files",
      node.place,
      `k3s takes in files on ${node.address} that are not taken over: ${k3s.files.join(", ")}`,
      "What somebody has put there stays as it is; what the machine's configuration has put there goes with it, and one manifest that is a link to nowhere stops all others of that server: apply such objects by kubectl, and take the link away. Registries are `mirrors` and `logins` of k3s({ … }).",
    ),
  ];
}

/** A machine of the inventory that starts no k3s. */
export function notRunning({ node }: Told): InventoryProblem {
  return problem(
    "adoption-not-running",
    node.place,
    `${node.address} starts no k3s: it is written down as a server, as nk3 has all of its nodes, and deploy would have it join`,
    'If it is to be an agent, its services are ["worker"]; if it is no part of the cluster, take it out.',
  );
}
