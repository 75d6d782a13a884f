import type { Cluster, HostName } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { standingOf } from "./standing.ts";

/**
 * Nodes that are what the file says, and of which something does not work all the same: somebody has stopped it, or it
 * does not come up. Nothing is deployed to them, which is no word for them being well. A warning each.
 */
export function tellUnchangedBroken(
  cluster: Cluster,
  unchanged: readonly HostName[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  return cluster.nodes.flatMap((node) => {
    const broken = unchanged.includes(node.name) ? standingOf(cluster, node, observed).broken : undefined;
    if (broken === undefined) return [];
    return [
      problem(
        "unchanged-not-well",
        node.name,
        `${node.name} is what machines.ts says, and ${broken}: no deployment does anything about that`,
        "`quorate status` tells more. On the machine: systemctl --failed; what somebody has stopped is to be started there",
      ),
    ];
  });
}
