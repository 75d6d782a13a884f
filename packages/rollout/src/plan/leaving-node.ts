import type { Cluster } from "@quorate/cluster";
import { apiDoor } from "../api/api-door.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { nodeObjects } from "../observe/kubernetes/node-lists.ts";
import { isReady, type NodeObject } from "../observe/kubernetes/node-object.ts";
import type { Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Consent } from "./consent.ts";
import type { Removal } from "./member-deed.ts";
import type { Stage } from "./stage.ts";

// Nodes that the cluster has and machines.ts has not any more, of k3s' agents above all: named by --remove they go, and the
// password by which k3s has held their names with them. Those of members of etcd go with their members.

/** Who of them lives: it is switched off first. */
export function refuseLivingNodes(
  cluster: Cluster,
  observed: readonly Observation[],
  consent: Pick<Consent, "remove">,
): readonly RolloutProblem[] {
  return leavingNodes(cluster, observed, consent, [])
    .filter(isReady)
    .map(({ name }) =>
      problem(
        "removed-alive",
        name,
        `${name} is to be removed, and its Node is Ready: its machine serves`,
        "Switch that machine off for good, and wait a minute until its Node is not Ready; then run the same command again",
      ),
    );
}

/** Takes them away, one after another. */
export function nodeRemovalStages(
  cluster: Cluster,
  observed: readonly Observation[],
  consent: Pick<Consent, "remove">,
  removals: readonly Removal[],
): readonly Stage[] {
  return leavingNodes(cluster, observed, consent, removals).flatMap(({ name }): readonly Stage[] => {
    const api = apiDoor(cluster, name, observed);
    if (api === undefined) return [];
    const { host: node } = api;
    return [{ kind: "remove-member", lanes: [{ node, steps: [{ kind: "node-delete", node, api, name }] }] }];
  });
}

/** Those of them that are named. */
export function leavingNodes(
  { nodes, distribution }: Cluster,
  observed: readonly Observation[],
  { remove }: Pick<Consent, "remove">,
  removals: readonly Removal[],
): readonly NodeObject[] {
  if (!OPERATIONS[distribution.kind].holdsNames) return [];
  const kept = new Set<string>([
    ...nodes.map(({ name }) => name),
    ...removals.flatMap(({ whom }) => whom.withNode?.name ?? []),
  ]);
  return (nodeObjects(observed) ?? [])
    .filter(({ name }) => remove.includes(name) && !kept.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
