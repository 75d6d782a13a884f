import type { HostName } from "@quorate/cluster";
import type { Plan } from "../plan/plan.ts";
import { problem } from "../problem-kind.ts";
import { NOTHING_LEARNED } from "../step/learned.ts";
import { judge } from "../step/step.ts";
import { run } from "./begin-step.ts";
import type { Advanced, Effect } from "./effect.ts";
import { stepDone, stepFailed, stepWaits, type UnderWay } from "./end-step.ts";
import type { CrashedEvent, EndedEvent, InterruptedEvent, MachineEvent, WokeEvent } from "./event.ts";
import { stopLane } from "./failure.ts";
import { note } from "./note.ts";
import { enterStage, proceed } from "./proceed.ts";
import {
  isOver,
  laneAt,
  type MachineState,
  type NodeState,
  type Place,
  type RunSettings,
  stepAt,
  withLane,
  withLearned,
} from "./state.ts";
import { afterLook } from "./wait.ts";

// The only way in which a rollout goes on. Synchronous and without a clock: whoever deploys, and whoever explores
// what a deployment may meet, run this very code.

/** Begins a rollout. */
export function start(plan: Plan, settings: RunSettings, now: number): Advanced {
  const nodes: { [node: HostName]: NodeState } = {};
  for (const { node } of plan.stages.flatMap(({ lanes }) => lanes)) {
    nodes[node] = { outcome: "untouched", learned: NOTHING_LEARNED };
  }
  const state = enterStage({ settings, plan, stage: 0, lanes: [], nodes, problems: [], interruptions: 0 }, 0);
  if (isOver(state)) return { state, effects: [] };
  const { by, command, certificates } = settings;
  const names = Object.keys(nodes) as HostName[];
  const began = note(state, now, { what: "run-began", nodes: names, by, command, certificates });
  return finished(proceed({ state, effects: [began] }, now), now);
}

/** What follows from an event. One that comes too late, or to a rollout that is over, changes nothing. */
export function advance(state: MachineState, event: MachineEvent): Advanced {
  if (isOver(state)) return { state, effects: [] };
  return finished(proceed(after(state, event), event.at), event.at);
}

function after(state: MachineState, event: MachineEvent): Advanced {
  switch (event.kind) {
    case "ended":
      return afterEnd(state, event);
    case "crashed":
      return afterCrash(state, event);
    case "woke":
      return afterPause(state, event);
    case "interrupted":
      return afterInterruption(state, event);
  }
}

function finished({ state, effects }: Advanced, at: number): Advanced {
  return { state, effects: isOver(state) ? [...effects, note(state, at, { what: "run-ended" })] : effects };
}

function afterEnd(state: MachineState, { place, outputs, at }: EndedEvent): Advanced {
  const found = underWay(state, place);
  if (found === undefined || found.lane.until !== undefined) return { state, effects: [] };
  const { lane, step } = found;
  const { run: name, certificates, pauses } = state.settings;
  const learned = state.nodes[step.node]?.learned ?? NOTHING_LEARNED;
  const judgement = judge(step, outputs, { run: name, certificates, learned, at });
  const goodSince = judgement.kind === "steady" ? (lane.goodSince ?? at) : undefined;
  const next = afterLook(
    judgement,
    {
      looks: lane.looks,
      seconds: (at - lane.began) / 1000,
      goodSeconds: (at - (goodSince ?? at)) / 1000,
    },
    pauses,
  );
  switch (next.kind) {
    case "done":
      return stepDone(state, found, next.learned, at);
    case "failed":
      return stepFailed(withLearned(state, step.node, next.learned), found, next.problem, at);
    case "wait":
      return stepWaits(state, found, next, goodSince, at);
  }
}

function afterCrash(state: MachineState, { place, message, at }: CrashedEvent): Advanced {
  const found = underWay(state, place);
  if (found === undefined) return { state, effects: [] };
  const { step } = found;
  const crashed = problem(
    "step-crashed",
    step.node,
    `${step.kind} on ${step.node} ended unexpectedly: ${message}`,
    "This is a defect of Quorate: please report it with the output of --verbose",
  );
  return stepFailed(state, found, crashed, at);
}

function afterPause(state: MachineState, { place, at }: WokeEvent): Advanced {
  const found = underWay(state, place);
  if (found === undefined || found.lane.until === undefined || at < found.lane.until) {
    return { state, effects: [] };
  }
  const { until: _, ...lane } = found.lane;
  return {
    state: withLane(state, place.lane, { ...lane, looks: lane.looks + 1, lookedAt: at }),
    effects: [run(state, place, found.step)],
  };
}

/** A step whose commands run is waited for; one that only waits ends here. What takes steps back goes on. */
function afterInterruption(before: MachineState, { at }: InterruptedEvent): Advanced {
  const interruptions = before.interruptions === 0 ? 1 : 2;
  let state: MachineState = { ...before, interruptions };
  const effects: Effect[] = [note(state, at, { what: "interrupted" })];
  if (interruptions === 2) return { state, effects };
  for (const [index, lane] of before.lanes.entries()) {
    if (lane.kind !== "working" || lane.part === "undo" || lane.until === undefined) continue;
    const stopped = stopLane(state, index, lane.reached, at);
    state = stopped.state;
    effects.push(...stopped.effects);
  }
  return { state, effects };
}

/** What is done at a place now; `undefined` where something else is, or nothing. */
function underWay(state: MachineState, place: Place): UnderWay | undefined {
  const lane = state.lanes[place.lane];
  if (place.stage !== state.stage || lane?.kind !== "working") return undefined;
  if (lane.part !== place.part || lane.step !== place.step) return undefined;
  const step = stepAt(laneAt(state, place.lane), place);
  return step === undefined ? undefined : { place, lane, step };
}
