import type { Cluster, Node } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import type { Plan } from "./plan.ts";
import type { Lane } from "./stage.ts";

/**
 * A plan that first gives those their part of the VIP again whom a run that died had leave it: masters of the file,
 * whatever the plan is about. Nobody deploys now; and whoever is activated leaves the VIP to others, who have to be
 * there. One whose apiserver is not ready, or that is being activated, has nothing to offer there.
 */
export function withReturnedVip(cluster: Cluster, observed: readonly Observation[], plan: Plan): Plan {
  const { manifests } = OPERATIONS[cluster.distribution.kind].vip;
  const lanes = cluster.nodes
    .filter((node) => hasLeft(node, observed))
    .map(
      ({ name }): Lane => ({
        node: name,
        steps: [{ kind: "return-vip", node: name, manifests, left: true }],
      }),
    )
    .sort((a, b) => (a.node < b.node ? -1 : 1));
  if (lanes.length === 0) return plan;
  const named = new Set(lanes.map(({ node }) => node));
  return {
    ...plan,
    unchanged: plan.unchanged.filter((node) => !named.has(node)),
    stages: [{ kind: "return-vip", lanes }, ...plan.stages],
  };
}

function hasLeft({ name, roles }: Node, observed: readonly Observation[]): boolean {
  const seen = knownOf(name, observed);
  if (seen?.kind !== "installed" || seen.activation === "running" || !roles.controlPlane) return false;
  const { vipLeft, controlPlane } = seen.facts;
  const { readyz } = controlPlane;
  return vipLeft.known && vipLeft.value && readyz.known && readyz.value.ready;
}
