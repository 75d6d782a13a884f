import { type Cluster, failed, type HostName, type Node } from "@quorate/cluster";
import { apiDoor } from "../api/api-door.ts";
import { journalOf } from "../distribution/journal.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { type CordonMark, cordonMarkOf } from "../drain/cordon-mark.ts";
import { nodeObjects } from "../observe/kubernetes/node-lists.ts";
import { isReady } from "../observe/kubernetes/node-object.ts";
import type { Observation } from "../observe/observation.ts";
import { problem, type RolloutResult } from "../problem-kind.ts";
import type { Plan } from "./plan.ts";
import { type Lane, type Stage, withLanes } from "./stage.ts";

/** A node that a deployment has cordoned. */
interface LeftCordon {
  readonly node: HostName;
  readonly mark: CordonMark;
  /** Whether it could take pods again: one that is not Ready must not be given any. */
  readonly ready: boolean;
}

/** Nodes of the file that carry the mark of a deployment. While nobody deploys, all of them are of dead ones. */
function leftCordons({ nodes }: Cluster, observed: readonly Observation[]): readonly LeftCordon[] {
  const objects = nodeObjects(observed) ?? [];
  return nodes.flatMap(({ name }): readonly LeftCordon[] => {
    const object = objects.find((one) => one.name === name);
    const mark = object === undefined ? undefined : cordonMarkOf(object.annotations);
    if (object === undefined || mark === undefined) return [];
    return [{ node: name, mark, ready: isReady(object) }];
  });
}

/**
 * A plan that takes back what dead runs have left of cordons, of the nodes that it is about: first, where the node could
 * take pods again; of one that is not Ready, once all else is done.
 */
export function withoutLeftCordons(cluster: Cluster, observed: readonly Observation[], plan: Plan): Plan {
  const { unchanged, stages } = plan;
  const concerned = new Set([...unchanged, ...stages.flatMap(({ lanes }) => lanes.map(({ node }) => node))]);
  const left = leftCordons(cluster, observed).filter(({ node }) => concerned.has(node));
  const stageOf = (those: readonly LeftCordon[]): readonly Stage[] => {
    const lanes = those.flatMap((one) => uncordonLane(cluster, one, observed) ?? []);
    return lanes.length === 0 ? [] : [{ kind: "uncordon", lanes }];
  };
  const first = stageOf(left.filter(({ ready }) => ready));
  const late = left.filter(({ ready }) => !ready);
  const last = stageOf(late.filter(({ node }) => unchanged.includes(node)));
  const only = new Set([...first, ...last].flatMap(({ lanes }) => lanes.map(({ node }) => node)));
  return {
    ...plan,
    unchanged: unchanged.filter((node) => !only.has(node)),
    stages: [...first, ...late.reduce((all, one) => withLate(all, one, cluster, observed), stages), ...last],
  };
}

/** Undoes what deployments have left of cordons on these nodes, and nothing else. */
export function planUncordon(
  cluster: Cluster,
  nodes: readonly Node[],
  observed: readonly Observation[],
): RolloutResult<Plan> {
  const objects = nodeObjects(observed);
  if (objects === undefined) {
    return failed(
      problem(
        "cordons-unknown",
        "uncordon",
        "no apiserver tells which nodes are cordoned",
        `See whether an apiserver is well (on a master: ${journalOf(OPERATIONS[cluster.distribution.kind].apiserverUnit)}); then run the same command again`,
      ),
    );
  }
  const lanes = leftCordons(cluster, observed)
    .filter(({ node }) => nodes.some(({ name }) => name === node))
    .flatMap((one) => uncordonLane(cluster, one, observed) ?? []);
  const warnings = nodes
    .filter(({ name }) => objects.some((one) => one.name === name && one.cordoned))
    .filter(({ name }) => !lanes.some(({ node }) => node === name))
    .map(({ name }) =>
      problem(
        "cordon-of-others",
        name,
        `${name} was not cordoned by a deployment, and stays so`,
        `Where it should take pods again: kubectl uncordon ${name}`,
      ),
    );
  const unchanged = nodes.map(({ name }) => name).filter((name) => !lanes.some(({ node }) => node === name));
  const stages: readonly Stage[] = lanes.length === 0 ? [] : [{ kind: "uncordon", lanes }];
  return { ok: true, value: { unchanged, stages }, warnings };
}

/** Puts the uncordoning of a node at the end of the last lane of it. */
function withLate(
  stages: readonly Stage[],
  left: LeftCordon,
  cluster: Cluster,
  observed: readonly Observation[],
): readonly Stage[] {
  const last = stages.findLastIndex(({ lanes }) => lanes.some(({ node }) => node === left.node));
  const own = uncordonLane(cluster, left, observed);
  return stages.map((stage, index) => {
    if (index !== last || own === undefined) return stage;
    return withLanes(stage, (lane) =>
      // One that is cordoned anew is taken over, and uncordoned by that.
      lane.node !== left.node || lane.steps.some(({ kind }) => kind === "uncordon")
        ? lane
        : { ...lane, steps: [...lane.steps, ...own.steps] },
    );
  });
}

/** What takes one back. */
function uncordonLane(
  cluster: Cluster,
  { node, mark }: LeftCordon,
  observed: readonly Observation[],
): Lane | undefined {
  const api = apiDoor(cluster, node, observed);
  return api && { node, steps: [{ kind: "uncordon", node, api, of: mark.run }] };
}
