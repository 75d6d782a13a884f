import type { HostName } from "@quorate/cluster";
import pLimit from "p-limit";
import type { Plan } from "../plan/plan.ts";
import { type Lane, STAGES } from "../plan/stage.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";
import type { StepResult } from "./waiting.ts";

/** Does a step; never rejects for what it can tell as a problem. */
export type Performer = (step: Step) => Promise<StepResult>;

/** Tells of progress. */
export type RunEvent =
  | { readonly kind: "step-started"; readonly step: Step }
  | { readonly kind: "step-done"; readonly step: Step }
  | { readonly kind: "step-failed"; readonly step: Step; readonly problem: RolloutProblem };

/** How far a node came: all its steps, some activation steps, staging at most, or not even looked at. */
export type NodeOutcome = "changed" | "failed" | "interrupted" | "staged" | "untouched";

/** How a plan ended. It went well when there are no problems. */
export interface RunResult {
  readonly problems: readonly RolloutProblem[];
  /** Of every node that the plan names. */
  readonly outcomes: ReadonlyMap<HostName, NodeOutcome>;
}

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
  for (const lane of plan.stages.flatMap(({ lanes }) => lanes)) outcomes.set(lane.node, "untouched");

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

  for (const { kind, lanes } of plan.stages) {
    if (problems.length > 0) break;
    const { atOnce, reaches } = STAGES[kind];
    const limit = pLimit(atOnce);
    await Promise.all(lanes.map((lane) => limit(() => runLane(lane, reaches))));
  }
  return { problems, outcomes };
}

async function attempt(perform: Performer, step: Step): Promise<StepResult> {
  try {
    return await perform(step);
  } catch (error) {
    return {
      kind: "failed",
      problem: problem(
        "step-crashed",
        step.node,
        `${step.kind} on ${step.node} ended unexpectedly: ${error instanceof Error ? error.message : String(error)}`,
        "This is a defect of Quorate: please report it with the output of --verbose",
      ),
    };
  }
}
