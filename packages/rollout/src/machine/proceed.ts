import { lanesAtOnce, STAGES } from "../plan/stage.ts";
import { beginStep } from "./begin-step.ts";
import type { Advanced, Effect } from "./effect.ts";
import { isOver, isStopping, laneAt, type MachineState, withLane, withNode } from "./state.ts";

/** Starts whatever may be started now: lanes that have a place, and the next stage once one is over. */
export function proceed(first: Advanced, at: number): Advanced {
  let { state } = first;
  const effects: Effect[] = [...first.effects];
  while (!isOver(state) && !isStopping(state)) {
    const lane = nextLane(state);
    if (lane !== undefined) {
      const begun = beginLane(state, lane, at);
      state = begun.state;
      effects.push(...begun.effects);
    } else if (state.lanes.every(({ kind }) => kind === "over")) {
      state = enterStage(state, state.stage + 1);
    } else {
      break;
    }
  }
  return { state, effects };
}

/** The state at the beginning of a stage: all its lanes wait for their turn. */
export function enterStage(state: MachineState, stage: number): MachineState {
  const lanes = state.plan.stages[stage]?.lanes ?? [];
  return { ...state, stage, lanes: lanes.map(() => ({ kind: "waiting" })) };
}

/** Ends a lane that has come to its end. */
export function endLane(state: MachineState, index: number): Advanced {
  const kind = state.plan.stages[state.stage]?.kind;
  if (kind === undefined) throw new Error(`there is no stage ${state.stage}`);
  const { node } = laneAt(state, index);
  const over = withLane(state, index, { kind: "over" });
  const { reaches } = STAGES[kind];
  return { state: reaches === undefined ? over : withNode(over, node, { outcome: reaches }), effects: [] };
}

function beginLane(state: MachineState, index: number, at: number): Advanced {
  const [step] = laneAt(state, index).steps;
  if (step === undefined) return endLane(state, index);
  const place = { stage: state.stage, lane: index, part: "steps", step: 0 } as const;
  return beginStep(state, place, step, { begun: 1, done: 0 }, at);
}

/** The first lane that waits, where the stage has a place for it. */
function nextLane({ plan, stage, lanes }: MachineState): number | undefined {
  const current = plan.stages[stage];
  const next = lanes.findIndex((lane) => lane.kind === "waiting");
  if (current === undefined || next < 0) return undefined;
  const working = lanes.filter((lane) => lane.kind === "working").length;
  return working < lanesAtOnce(current) ? next : undefined;
}
