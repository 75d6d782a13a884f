import { type Cluster, type Node, SECRETS_DIRECTORY, secretFilesOfNode } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/**
 * Refuses to switch the encryption of Secrets on or off in one pass, by a deployment to any control plane node: one
 * refusal for each apiserver that does otherwise than the file says. `observed` holds all control plane nodes.
 *
 * Switched on, an apiserver writes what those that are not yet cannot read; that is no matter where it is the only
 * one. Switched off, it loses the key of what is encrypted in etcd, however many there are.
 */
export function refuseEncryptionChange(
  cluster: Cluster,
  targets: readonly Node[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const masters = cluster.nodes.filter(({ roles }) => roles.controlPlane);
  const touched = new Set(targets.filter(({ roles }) => roles.controlPlane).map(({ name }) => name));
  if (touched.size === 0) return [];
  const seen = new Map(masters.map((node) => [node.name, apiserverSeen(cluster, node, observed)]));
  const concerned = masters.filter(({ name }) => touched.has(name) || seen.get(name) !== "none");
  if (cluster.encryptSecrets && concerned.length === 1) return [];
  const other = cluster.encryptSecrets ? "plain" : "encrypts";
  return concerned.filter(({ name }) => seen.get(name) === other).map(({ name }) => refusals[other](name));
}

/** What a look tells of a node's apiserver, by the files that it holds. */
type ApiserverSeen = "encrypts" | "plain" | "none" | "unknown";

function apiserverSeen(cluster: Cluster, node: Node, observed: readonly Observation[]): ApiserverSeen {
  const observation = knownOf(node.name, observed);
  if (observation === undefined) return "unknown";
  if (observation.kind === "bare") return "none";
  const present = (files: readonly string[]) =>
    files.some((file) => Object.hasOwn(observation.secrets, file));
  const plain = filesOf({ ...cluster, encryptSecrets: false }, node);
  const withKey = filesOf({ ...cluster, encryptSecrets: true }, node);
  const withoutControlPlane = filesOf(cluster, { ...node, roles: { ...node.roles, controlPlane: false } });
  if (present(without(withKey, plain))) return "encrypts";
  return present(without(plain, withoutControlPlane)) ? "plain" : "none";
}

function filesOf(cluster: Cluster, node: Node): readonly string[] {
  return secretFilesOfNode(cluster, node).map(({ file }) => file);
}

function without(files: readonly string[], others: readonly string[]): readonly string[] {
  return files.filter((file) => !others.includes(file));
}

const refusals: { readonly [S in "plain" | "encrypts"]: (node: string) => RolloutProblem } = {
  plain: (node) =>
    problem(
      "encryption-needs-passes",
      node,
      `${node} keeps Secrets in clear, and encryptSecrets is true in machines.ts: switched on one after another, apiservers write what the others cannot read`,
      `Keep \`encryptSecrets: false\`. Or, while the API may be away: on every control plane node stop kube-apiserver and put encryption-config.json of its folder in the certificates folder into ${SECRETS_DIRECTORY}; then deploy to all of them in one command (docs/deploy.md, "Changes that take several passes")`,
    ),
  encrypts: (node) =>
    problem(
      "encryption-needs-passes",
      node,
      `${node} encrypts Secrets, and encryptSecrets is false in machines.ts: it would lose the key of what is encrypted in etcd`,
      `Keep \`encryptSecrets: true\`. Or: let every apiserver write in clear with the key still there, write every Secret anew, remove ${SECRETS_DIRECTORY}/encryption-config.json from every control plane node, and only then deploy (docs/deploy.md, "Changes that take several passes")`,
    ),
};
