import type { DesiredNode } from "../desired.ts";
import type { Observation } from "../observe/observation.ts";
import type { RolloutProblem } from "../problem.ts";
import { orderActivations } from "./activation-order.ts";
import { stagingLane } from "./lane.ts";
import { changeOf, type InstallNode, type UpdateNode } from "./node-change.ts";
import type { Planning } from "./plan.ts";
import type { Step } from "./stage.ts";

/**
 * What has to be done so that every desired node is what it should be.
 *
 * `observed` holds an observation of every desired node, and may hold those of other etcd members: they
 * tell whether the cluster is starting from nothing. Everything is staged on every node before the first
 * one is activated.
 */
export function planRollout(desired: readonly DesiredNode[], observed: readonly Observation[]): Planning {
  const problems: RolloutProblem[] = [];
  const changes: (InstallNode | UpdateNode)[] = [];
  const unchanged: DesiredNode[] = [];
  for (const node of desired) {
    const observation = observed.find((one) => one.node === node.node.name);
    const obstacle = obstacleOf(node, observation);
    if (obstacle !== undefined) problems.push(obstacle);
    else if (observation !== undefined && observation.kind !== "unreachable") {
      const change = changeOf(node, observation);
      if (change.kind === "unchanged") unchanged.push(node);
      else changes.push(change);
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const targets = new Set(changes.map((change) => change.desired.node.name));
  const otherMemberRunning = observed.some(
    (one) => one.kind === "installed" && one.etcdRunning && !targets.has(one.node),
  );
  return {
    ok: true,
    plan: {
      unchanged: unchanged.map((node) => node.node.name).sort(),
      steps: [...stageTogether(changes), ...orderActivations(changes, otherMemberRunning)],
    },
  };
}

function stageTogether(changes: readonly (InstallNode | UpdateNode)[]): readonly Step[] {
  const lanes = changes
    .map(stagingLane)
    .filter((lane) => lane.steps.length > 0)
    .sort((a, b) => (a.node < b.node ? -1 : 1));
  return lanes.length === 0 ? [] : [{ kind: "stage-together", lanes }];
}

function obstacleOf(desired: DesiredNode, observation: Observation | undefined): RolloutProblem | undefined {
  const where = desired.node.name;
  if (observation === undefined) {
    return { code: "not-observed", message: `nobody looked at ${where}`, where, hint: "Run deploy again" };
  }
  if (observation.kind === "unreachable") return observation.problem;
  if (observation.kind === "bare" && desired.diskoScript === undefined) {
    return {
      code: "disk-script-missing",
      message: `${where} is to be installed, but no disk script was built for it`,
      where,
      hint: "Run deploy again: the machine has changed since it was first looked at",
    };
  }
  if (observation.kind === "installed" && observation.activation === "running") {
    return {
      code: "activation-running",
      message: `an activation is still going on on ${where}`,
      where,
      hint: `Wait for it (on the machine: systemctl status quorate-switch), then run deploy again`,
    };
  }
  return undefined;
}
