import { type Cluster, type Node, SECRETS_DIRECTORY } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import type { Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { apiserverSeen } from "./apiserver-seen.ts";

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
  // Where a flag says it, it is one of those that servers have to agree on.
  if (!OPERATIONS[cluster.distribution.kind].encryptsByFile) return [];
  const masters = cluster.nodes.filter(({ roles }) => roles.controlPlane);
  const touched = new Set(targets.filter(({ roles }) => roles.controlPlane).map(({ name }) => name));
  if (touched.size === 0) return [];
  const seen = new Map(masters.map((node) => [node.name, apiserverSeen(cluster, node, observed)]));
  const concerned = masters.filter(({ name }) => touched.has(name) || seen.get(name) !== "none");
  if (cluster.encryptSecrets && concerned.length === 1) return [];
  const other = cluster.encryptSecrets ? "plain" : "encrypts";
  return concerned.filter(({ name }) => seen.get(name) === other).map(({ name }) => refusals[other](name));
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
