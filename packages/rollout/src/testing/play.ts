import type { CommandOutput } from "@quorate/command";
import type { JournalEntry } from "../journal/entry.ts";
import { advance, start } from "../machine/advance.ts";
import type { Advanced, RunEvent } from "../machine/effect.ts";
import type { MachineEvent } from "../machine/event.ts";
import { isOver, type MachineState, type Place, type RunSettings } from "../machine/state.ts";
import type { Plan } from "../plan/plan.ts";
import type { Step } from "../step/step.ts";
import { goodOutput, outputsOf } from "./outputs.ts";

/** For tests: the settings of a run. */
export const TEST_RUN: RunSettings = {
  run: "test",
  by: "me@here",
  command: "deploy --all",
  certificates: "/certs",
  pauses: { shortest: 1_000, longest: 10_000 },
};

/** For tests: how a rollout is played. */
export interface Script {
  /** What a step's last command ends with; called when it ends. Default: all goes well. */
  readonly answer?: (step: Step, place: Place) => CommandOutput;
  /** Which of what is under way ends next: any whole numbers, taken in turn. Default: what began first. */
  readonly order?: readonly number[];
  /** Before which events the user asks to stop. */
  readonly interruptAt?: readonly number[];
}

/** For tests: what happened. */
export interface Played {
  readonly state: MachineState;
  readonly told: readonly RunEvent[];
  readonly notes: readonly JournalEntry[];
  /** The most lanes that were under way at once. */
  readonly most: number;
  readonly events: number;
}

/** For tests: a rollout from its start to its end, in a world without time, where each step takes a second. */
export function play(plan: Plan, { answer = goodOutput, order = [], interruptAt = [] }: Script = {}): Played {
  const told: RunEvent[] = [];
  const notes: JournalEntry[] = [];
  const underWay: ((at: number) => MachineEvent)[] = [];
  let now = 1_000_000;
  const first = start(plan, TEST_RUN, now);
  let { state } = first;
  let most = 0;
  const take = (advanced: Advanced): void => {
    state = advanced.state;
    most = Math.max(most, state.lanes.filter(({ kind }) => kind === "working").length);
    for (const effect of advanced.effects) {
      if (effect.kind === "say") told.push(effect.event);
      else if (effect.kind === "note") notes.push(effect.entry);
      else if (effect.kind === "wait") {
        const { place, until } = effect;
        underWay.push((at) => ({ kind: "woke", place, at: Math.max(at, until) }));
      } else {
        const { place, step } = effect;
        underWay.push((at) => ({ kind: "ended", place, at, outputs: outputsOf(step, answer(step, place)) }));
      }
    }
  };
  take(first);
  let events = 0;
  // What is still under way when it is over comes too late.
  for (; underWay.length > 0; events += 1) {
    if (events > 100_000) throw new Error("it does not come to its end");
    if (interruptAt.includes(events)) take(advance(state, { kind: "interrupted", at: now }));
    const chosen = (order[events % Math.max(order.length, 1)] ?? 0) % underWay.length;
    const [next] = underWay.splice(chosen, 1);
    if (next === undefined) throw new Error("nothing is under way");
    const event = next(now + 1_000);
    now = event.at;
    take(advance(state, event));
  }
  if (!isOver(state)) throw new Error("nothing is under way, and it is not over");
  return { state: state, told, notes, most, events };
}
