import type { HostName } from "@quorate/cluster";
import pLimit from "p-limit";
import type { Plan } from "../plan/plan.ts";
import type { Lane, Step } from "../plan/stage.ts";
import type { RolloutProblem } from "../problem.ts";
import type { NodeStep } from "../step/step.ts";

/** How a step ended. */
export type StepResult =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly problem: RolloutProblem };

/** Does a step; never rejects for what it can tell as a problem. */
export type Performer = (step: NodeStep) => Promise<StepResult>;

/** Tells of progress. */
export type RunEvent =
  | { readonly kind: "step-started"; readonly step: NodeStep }
  | { readonly kind: "step-done"; readonly step: NodeStep }
  | { readonly kind: "step-failed"; readonly step: NodeStep; readonly problem: RolloutProblem };

/** How far a node came: all its steps, some activation steps, staging at most, or not even looked at. */
export type NodeOutcome = "changed" | "failed" | "interrupted" | "staged" | "untouched";

/** How a plan ended. It went well when there are no problems. */
export interface RunResult {
  readonly problems: readonly RolloutProblem[];
  /** Of every node that the plan names. */
  readonly outcomes: ReadonlyMap<HostName, NodeOutcome>;
}

/** Nodes that are staged side by side at most: each takes a connection and a share of the uplink. */
const STAGED_AT_ONCE = 8;

/**
 * Does a plan's steps in order. Once one has failed, no step is started any more, on any node: those under
 * way (nodes staged side by side) are waited for, nothing follows them.
 */
export async function runPlan(
  plan: Plan,
  perform: Performer,
  onEvent: (event: RunEvent) => void = () => {},
): Promise<RunResult> {
  const problems: RolloutProblem[] = [];
  const outcomes = new Map<HostName, NodeOutcome>();
  for (const lane of plan.steps.flatMap(lanesOf)) outcomes.set(lane.node, "untouched");

  const runLane = async (lane: Lane, reached: NodeOutcome): Promise<void> => {
    for (const step of lane.steps) {
      if (problems.length > 0) return;
      outcomes.set(lane.node, reached === "changed" ? "interrupted" : "staged");
      onEvent({ kind: "step-started", step });
      const result = await attempt(perform, step);
      if (result.kind === "failed") {
        problems.push(result.problem);
        outcomes.set(lane.node, "failed");
        onEvent({ kind: "step-failed", step, problem: result.problem });
        return;
      }
      onEvent({ kind: "step-done", step });
    }
    outcomes.set(lane.node, reached);
  };

  for (const step of plan.steps) {
    if (problems.length > 0) break;
    const reached = step.kind === "stage-together" ? "staged" : "changed";
    // A cold start must not wait for a free slot: its members need each other to come up.
    const limit = pLimit(step.kind === "stage-together" ? STAGED_AT_ONCE : Number.POSITIVE_INFINITY);
    await Promise.all(lanesOf(step).map((lane) => limit(() => runLane(lane, reached))));
  }
  return { problems, outcomes };
}

/** The lanes of a step. */
function lanesOf(step: Step): readonly Lane[] {
  return step.kind === "activate" ? [step.lane] : step.lanes;
}

async function attempt(perform: Performer, step: NodeStep): Promise<StepResult> {
  try {
    return await perform(step);
  } catch (error) {
    return {
      kind: "failed",
      problem: {
        code: "step-crashed",
        message: `${step.kind} on ${step.node} ended unexpectedly: ${error instanceof Error ? error.message : String(error)}`,
        where: step.node,
        hint: "This is a defect of Quorate: please report it with the output of --verbose",
      },
    };
  }
}
