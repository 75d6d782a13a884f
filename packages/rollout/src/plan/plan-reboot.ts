import { type Cluster, failed, type Node, succeeded } from "@quorate/cluster";
import { undosOf } from "../machine/state.ts";
import type { Observation } from "../observe/observation.ts";
import { seenOf } from "../observe/whom.ts";
import { problem, type RolloutProblem, type RolloutResult } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";
import { orderActivations } from "./activation-order.ts";
import { etcdAtStart, membersSeen } from "./cold-start.ts";
import type { Conduct } from "./conduct.ts";
import { isPartOfControlPlane } from "./gating.ts";
import { activationRunning, type UpdateNode } from "./node-change.ts";
import type { Plan } from "./plan.ts";
import { withRolloutSettings } from "./rollout-settings.ts";
import { withSnapshot } from "./snapshot.ts";
import { type Lane, type Stage, withLanes } from "./stage.ts";
import { upkeepOf } from "./upkeep.ts";

/** Steps that say what a node should run, or go back from that: a reboot asks for what it boots, whatever that is. */
const OF_DEPLOYMENTS: ReadonlySet<Step["kind"]> = new Set(["arm-watchdog", "verify", "confirm", "go-back"]);

/** Reboots nodes one after another, between the gates of a deployment and with nothing else: workers first. */
export function planReboot(
  cluster: Cluster,
  nodes: readonly Node[],
  observed: readonly Observation[],
  conduct: Conduct,
): RolloutResult<Plan> {
  const problems: RolloutProblem[] = [];
  const changes = nodes.flatMap((node): readonly UpdateNode[] => {
    const change = rebootOf(cluster, node, observed);
    if (change.ok) return [change.value];
    problems.push(...change.problems);
    return [];
  });
  if (problems.length > 0) return failed(...problems);
  const upkeep = upkeepOf(cluster, changes, observed, conduct);
  const asked = changes
    .map(({ desired }) => upkeep.asked({ node: desired.node.name, steps: [] }))
    .filter(({ steps }) => steps.length > 0);
  const only = (lane: Lane): Lane => ({
    ...lane,
    steps: lane.steps.filter(({ kind }) => !OF_DEPLOYMENTS.has(kind)).map(unwatched),
    undo: undosOf(lane).filter(({ step }) => !OF_DEPLOYMENTS.has(step.kind)),
  });
  const ordered = orderActivations(cluster, changes, observed, undefined, conduct);
  const isWorker = ({ lanes }: Stage) =>
    lanes.every(({ node }) => cluster.nodes.some((one) => one.name === node && !isPartOfControlPlane(one)));
  const members = changes.filter(({ desired }) => desired.node.roles.etcd);
  if (members.length > 1 && etcdAtStart(membersSeen(cluster, observed), conduct) !== "runs") {
    return failed(
      problem(
        "reboot-without-quorum",
        "reboot",
        "no member of etcd is known to run: what is rebooted one after another would each wait for the others",
        "Deploy first, or restart the machines by hand",
      ),
    );
  }
  const stages = ordered.map((stage) => withLanes(stage, (lane) => only(upkeep.treated(lane))));
  const settled = withRolloutSettings(cluster, observed, [
    ...(asked.length === 0 ? [] : [{ kind: "stage-together", lanes: asked } as const]),
    ...stages.filter(isWorker),
    ...stages.filter((stage) => !isWorker(stage)),
  ]);
  return succeeded({
    unchanged: [],
    stages: withSnapshot(cluster, observed, conduct, settled),
  });
}

/** Nothing is armed where nothing is to be gone back from. */
function unwatched(step: Step): Step {
  if (step.kind !== "reboot") return step;
  const { watched: _, ...reboot } = step;
  return reboot;
}

function rebootOf(cluster: Cluster, node: Node, observed: readonly Observation[]): RolloutResult<UpdateNode> {
  const { name } = node;
  const seen = seenOf(name, observed);
  if (!seen.ok) return seen;
  const closure = seen.value.kind === "installed" ? seen.value.profile : undefined;
  if (seen.value.kind !== "installed" || closure === undefined) {
    return failed(
      problem(
        "reboot-bare",
        name,
        `${name} is not installed`,
        "Deploy to it first: `quorate deploy` installs it",
      ),
    );
  }
  if (seen.value.activation === "running") return failed(activationRunning(name));
  const distribution = cluster.distribution.kind;
  const desired = { node, distribution, closure, diskoScript: undefined, fingerprint: "", secrets: [] };
  const reboot = "somebody who asked for it";
  return succeeded({
    kind: "update",
    desired,
    restart: [],
    system: false,
    unconfirmed: false,
    encrypts: false,
    put: [],
    remove: [],
    reboot,
  });
}
