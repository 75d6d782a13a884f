import { type Cluster, type Node, secretFilesOfNode } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";

/** What a look tells of a node's apiserver, by the files that it holds: `none` where it was never given any. */
export type ApiserverSeen = "encrypts" | "plain" | "none" | "unknown";

/** What is known of the apiserver of a node that the file has as a control plane node. */
export function apiserverSeen(cluster: Cluster, node: Node, observed: readonly Observation[]): ApiserverSeen {
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
