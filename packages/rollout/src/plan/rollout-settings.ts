import type { Cluster, HostName } from "@quorate/cluster";
import type { Step } from "../step/step.ts";
import { type Lane, STAGES, type Stage, withLanes } from "./stage.ts";

/**
 * The same stages with what `rollout` of machines.ts asks for: its checks before the first node is touched and after
 * each, once its gate is open, and its soak. Where the cluster starts from nothing there is nothing to be asked before.
 */
export function withRolloutSettings(
  { rollout: { checks, soak } }: Pick<Cluster, "rollout">,
  stages: readonly Stage[],
): readonly Stage[] {
  const asked = (node: HostName): readonly Step[] => checks.map((check) => ({ kind: "check", node, check }));
  const fromNothing = stages.some(({ lanes }) => lanes.some(isFromNothing));
  const first = fromNothing ? undefined : stages.find(({ kind }) => STAGES[kind].reaches === "changed");
  return stages.map((stage) =>
    withLanes(stage, (lane) => {
      const steps = lane.steps.flatMap((step): readonly Step[] =>
        step.kind === "gate-after"
          ? [{ ...step, ...(soak === undefined ? {} : { soak }) }, ...asked(lane.node)]
          : [step],
      );
      return { ...lane, steps: stage === first ? [...asked(lane.node), ...steps] : steps };
    }),
  );
}

/** Nobody is asked about a node that is touched before there is a cluster. */
function isFromNothing({ steps }: Lane): boolean {
  const touched = steps.some(({ kind }) => kind === "switch" || kind === "install");
  return touched && !steps.some(({ kind }) => kind === "gate-after");
}
