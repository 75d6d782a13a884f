import type { RolloutProblem } from "../problem-kind.ts";
import { type Learned, NOTHING_LEARNED } from "../step/learned.ts";
import { isNeeded, type Step } from "../step/step.ts";
import { asking, isPassedOver } from "./asked-again.ts";
import { beginStep } from "./begin-step.ts";
import type { Advanced, RunEvent, SayEffect } from "./effect.ts";
import { stopLane, undoFrom } from "./failure.ts";
import { note } from "./note.ts";
import { endLane } from "./proceed.ts";
import {
  isStopping,
  laneAt,
  type MachineState,
  type Place,
  type Reached,
  type WorkingLane,
  withLane,
  withLearned,
  withNode,
} from "./state.ts";
import type { Next } from "./wait.ts";

/** Something that was waited for is told of again after so many seconds. */
const TOLD_EVERY = 30;

/** A step that is under way. */
export interface UnderWay {
  readonly place: Place;
  readonly step: Step;
  readonly lane: WorkingLane;
}

/** A step is done: the lane goes on, unless the rollout stops. */
export function stepDone(
  before: MachineState,
  { place, step, lane }: UnderWay,
  learned: Learned | undefined,
  at: number,
): Advanced {
  const { part } = place;
  // What worked before the node was touched is known by the first time that it was asked.
  const state =
    step.kind === "gate-before" && place.step < lane.reached.done
      ? before
      : withLearned(before, step.node, learned);
  const ended = note(state, at, {
    what: "step-ended",
    node: step.node,
    step: step.kind,
    part,
    ended: "done",
  });
  const next =
    part === "undo"
      ? undoFrom(state, place.lane, lane.reached, place.step + 1, at)
      : goOn(state, place, place.step + 1, askedBy(lane, step), at);
  return { state: next.state, effects: [ended, say({ kind: "step-done", step, part }), ...next.effects] };
}

/** A step has failed: its lane is taken back. Where that is what failed, it is left as it is. */
export function stepFailed(
  before: MachineState,
  { place, step, lane }: UnderWay,
  problem: RolloutProblem,
  at: number,
): Advanced {
  const { part } = place;
  const told = { ...before, problems: [...before.problems, problem] };
  const effects = [
    note(told, at, { what: "step-ended", node: step.node, step: step.kind, part, ended: problem.code }),
    say({ kind: "step-failed", step, part, problem }),
  ];
  if (part === "undo") {
    const state = withNode(withLane(told, place.lane, { kind: "over" }), step.node, { undone: "failed" });
    return { state, effects };
  }
  const failed = withNode(told, step.node, { outcome: "failed" });
  const next = stopLane(failed, place.lane, begunBy(lane, place), at);
  return { state: next.state, effects: [...effects, ...next.effects] };
}

/** A step is looked at again, later; where the rollout stops on the user's word, it ends here. */
export function stepWaits(
  state: MachineState,
  { place, step, lane }: UnderWay,
  { milliseconds, problem, withinSeconds }: Extract<Next, { readonly kind: "wait" }>,
  goodSince: number | undefined,
  at: number,
): Advanced {
  if (state.interruptions > 0 && place.part === "steps") {
    return stopLane(state, place.lane, begunBy(lane, place), at);
  }
  const { goodSince: _, ...rest } = lane;
  const until = at + milliseconds;
  const seconds = (at - lane.began) / 1000;
  const told = Math.floor((until - lane.began) / 1000 / TOLD_EVERY) > Math.floor(seconds / TOLD_EVERY);
  return {
    state: withLane(state, place.lane, { ...rest, until, ...(goodSince === undefined ? {} : { goodSince }) }),
    effects: [
      ...(told ? [say({ kind: "step-waits", step, part: place.part, problem, seconds, withinSeconds })] : []),
      { kind: "wait", place, until },
    ],
  };
}

/** Goes on in a lane with the step at `next`, or ends it: it has come to its end, or is stopped before. */
function goOn(state: MachineState, place: Place, next: number, before: Reached, at: number): Advanced {
  const reached = { ...before, begun: Math.max(before.begun, next), done: Math.max(before.done, next) };
  const lane = laneAt(state, place.lane);
  const step = lane.steps[next];
  if (step === undefined) return endLane(state, place.lane);
  if (isStopping(state)) return stopLane(state, place.lane, reached, at);
  const learned = state.nodes[step.node]?.learned ?? NOTHING_LEARNED;
  if (isPassedOver(step, next, before) || !isNeeded(step, learned)) {
    return goOn(state, place, next + 1, reached, at);
  }
  const asked = asking(lane, next, reached, at);
  switch (asked.kind) {
    case "begin":
      return beginStep(
        state,
        { ...place, step: next },
        step,
        { ...reached, begun: Math.max(reached.begun, next + 1) },
        at,
      );
    case "again": {
      const { again = 0 } = reached;
      return goOn(state, place, asked.from, { ...reached, again: again + 1 }, at);
    }
    case "give-up": {
      const { problem } = asked;
      const told = { ...state, problems: [...state.problems, problem] };
      const stopped = stopLane(withNode(told, step.node, { outcome: "failed" }), place.lane, reached, at);
      const failed = say({ kind: "step-failed", step, part: place.part, problem });
      return { state: stopped.state, effects: [failed, ...stopped.effects] };
    }
  }
}

/** How far a lane is, with when it was last asked whether the others can do without its node. */
function askedBy({ reached, lookedAt }: WorkingLane, { kind }: Step): Reached {
  return kind === "gate-before" ? { ...reached, asked: lookedAt } : reached;
}

/** How far a lane's own steps are while one of them is not done, which may have been done before. */
function begunBy({ reached }: WorkingLane, { step }: Place): Reached {
  return { ...reached, begun: Math.max(reached.begun, step + 1), done: Math.max(reached.done, step) };
}

function say(event: RunEvent): SayEffect {
  return { kind: "say", event };
}
