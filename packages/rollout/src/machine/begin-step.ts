import { STAGES, type Stage, type StageKind } from "../plan/stage.ts";
import { STEPS, type Step } from "../step/step.ts";
import type { Advanced, RunEffect } from "./effect.ts";
import { heartbeatAt } from "./heartbeat.ts";
import { note } from "./note.ts";
import {
  laneAt,
  type MachineState,
  type NodeOutcome,
  type Place,
  type Reached,
  withLane,
  withNode,
} from "./state.ts";

/** Begins a step, which is noted before it runs. `reached` is how far the lane's own steps are then. */
export function beginStep(
  before: MachineState,
  place: Place,
  step: Step,
  reached: Reached,
  at: number,
): Advanced {
  const { part } = place;
  const moved = withLane(before, place.lane, {
    kind: "working",
    part,
    step: place.step,
    reached,
    began: at,
    lookedAt: at,
    looks: 1,
  });
  const outcome = begun(before);
  const state = part === "steps" && outcome !== undefined ? withNode(moved, step.node, { outcome }) : moved;
  return {
    state,
    effects: [
      note(state, at, { what: "step-began", node: step.node, step: step.kind, part }),
      { kind: "say", event: { kind: "step-started", step, part } },
      run(before, place, step),
    ],
  };
}

/** Asks for a step's commands to be run. */
export function run(state: MachineState, place: Place, step: Step): RunEffect {
  const heartbeat =
    STEPS[step.kind].speaks === true ? undefined : heartbeatAt(laneAt(state, place.lane), place);
  return { kind: "run", place, step, ...(heartbeat === undefined ? {} : { heartbeat }) };
}

const BEGUN: { readonly [R in NonNullable<StageKind<Stage>["reaches"]>]: NodeOutcome } = {
  uncordoned: "untouched",
  "vip-returned": "untouched",
  staged: "staged",
  changed: "interrupted",
};

/** What is true of a node of which steps of the stage under way were begun, and not all are done. */
function begun({ plan, stage }: MachineState): NodeOutcome | undefined {
  const kind = plan.stages[stage]?.kind;
  if (kind === undefined) return "staged";
  const { reaches } = STAGES[kind];
  return reaches === undefined ? undefined : BEGUN[reaches];
}
