import type { HostName } from "@quorate/cluster";
import type { Lane } from "../plan/stage.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";
import type { Reached } from "./state.ts";

// Whether the others can do without a node is asked before it is touched. By the time that something of it is stopped
// that answer may be old: answers came late, its pods took their time, routers did.

/** Kinds of steps by which something of a node stops. */
const STOPS: ReadonlySet<Step["kind"]> = new Set(["switch", "reboot", "restart-readers", "restart-unit"]);

/** What is asked, and left to others, before that: done again, each of these does no harm. */
const AGAIN: ReadonlySet<Step["kind"]> = new Set(["gate-before", "leave-vip", "vip-left", "move-leader"]);

/** Milliseconds after which an answer is old, by the clock of whoever deploys, since it was asked for. */
const OLD = 60 * 1000;

/** How often it is asked again at most: then answers are late for good. */
const TIMES = 3;

/** What follows where a step was about to be begun. */
export type Asking =
  | { readonly kind: "begin" }
  /** From the step at `from` on all is asked again. */
  | { readonly kind: "again"; readonly from: number }
  | { readonly kind: "give-up"; readonly problem: RolloutProblem };

/** Whether a lane's step at `next` may be begun with what was asked before. */
export function asking(lane: Lane, next: number, { asked, again = 0 }: Reached, at: number): Asking {
  const step = lane.steps[next];
  if (step === undefined || !STOPS.has(step.kind) || asked === undefined || at - asked < OLD) {
    return { kind: "begin" };
  }
  if (again >= TIMES) return { kind: "give-up", problem: late(lane.node, at - asked) };
  return { kind: "again", from: lane.steps.findIndex(({ kind }) => kind === "gate-before") };
}

/** Whether a step that was done before is passed over while all is asked again. */
export function isPassedOver({ kind }: Step, place: number, { done }: Reached): boolean {
  return place < done && !AGAIN.has(kind);
}

function late(node: HostName, milliseconds: number): RolloutProblem {
  return problem(
    "answers-late",
    node,
    `whether the others can do without ${node} was asked ${Math.round(milliseconds / 1000)} s before it was to be stopped, ${TIMES + 1} times: that is too long ago to rely on`,
    "See the way to the machines (`ping`, `ssh -v`), and how busy they are; then run the same command again",
  );
}
