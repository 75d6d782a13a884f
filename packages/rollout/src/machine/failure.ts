import { NOTHING_LEARNED } from "../step/learned.ts";
import { isNeeded } from "../step/step.ts";
import { beginStep } from "./begin-step.ts";
import type { Advanced } from "./effect.ts";
import { laneAt, type MachineState, type Reached, undosOf, withLane, withNode } from "./state.ts";

/** Ends a lane that does not come to its end: what was begun is taken back first. */
export function stopLane(state: MachineState, lane: number, reached: Reached, at: number): Advanced {
  return undoFrom(state, lane, reached, 0, at);
}

/** Begins what takes a lane back, from the `next`-th on; ends the lane where nothing is left. */
export function undoFrom(
  state: MachineState,
  index: number,
  reached: Reached,
  next: number,
  at: number,
): Advanced {
  const lane = laneAt(state, index);
  const kinds = lane.steps.map(({ kind }) => kind);
  const begun = kinds.slice(0, reached.begun);
  const done = kinds.slice(0, reached.done);
  const learned = state.nodes[lane.node]?.learned ?? NOTHING_LEARNED;
  const undos = undosOf(lane);
  const found = undos.findIndex(
    ({ step, from, until }, place) =>
      place >= next &&
      begun.includes(from) &&
      (until === undefined || !done.includes(until)) &&
      isNeeded(step, learned),
  );
  const undo = undos[found];
  if (undo !== undefined) {
    const place = { stage: state.stage, lane: index, part: "undo", step: found } as const;
    return beginStep(state, place, undo.step, reached, at);
  }
  const over = withLane(state, index, { kind: "over" });
  return { state: next === 0 ? over : withNode(over, lane.node, { undone: "yes" }), effects: [] };
}
