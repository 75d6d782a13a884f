import type { Cluster, HostName, Node } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { nodeObjects } from "../observe/kubernetes/node-lists.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { MemberDeeds } from "./member-deed.ts";

/**
 * Machines that are installed under a name which the cluster has given to another one, where it is held by a password
 * that lies on the disk of then: the new one would never be let in. Not those whose Node a step takes away before.
 */
export function refuseTakenNames(
  cluster: Cluster,
  targets: readonly Node[],
  observed: readonly Observation[],
  deeds: MemberDeeds,
): readonly RolloutProblem[] {
  if (!OPERATIONS[cluster.distribution.kind].holdsNames) return [];
  const taken = new Set((nodeObjects(observed) ?? []).map(({ name }) => name));
  return targets
    .map(({ name }) => name)
    .filter((name) => taken.has(name) && knownOf(name, observed)?.kind === "bare")
    .filter((name) => !isTakenAway(name, deeds))
    .map((name) =>
      problem(
        "name-taken",
        name,
        `${name} is to be installed, and the cluster has a Node of that name: its password is on the disk of before, and without it nobody joins under that name`,
        `If that machine, or its disk, is gone for good: k3s kubectl delete node ${name} on a server, which takes the password away. Then run the same command again`,
      ),
    );
}

function isTakenAway(name: HostName, deeds: MemberDeeds): boolean {
  const deed = deeds.get(name);
  return deed?.kind === "enter" && deed.remove !== undefined;
}
