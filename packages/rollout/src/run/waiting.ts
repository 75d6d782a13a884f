import type { RolloutProblem } from "../problem-kind.ts";
import type { Judgement } from "../step/judgement.ts";

/** How a step ended. */
export type StepResult =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly problem: RolloutProblem };

/** What follows a look at a host: the step's end, or another look after a pause. */
export type Next = StepResult | { readonly kind: "wait"; readonly milliseconds: number };

/** How long is paused between two looks at a host that is waited for, in milliseconds. */
export interface Pauses {
  /** After the first look; it doubles with each. */
  readonly shortest: number;
  readonly longest: number;
}

/** What a host that boots is looked at by: often at first, and no burden later. */
export const PAUSES: Pauses = { shortest: 1_000, longest: 10_000 };

/** How far the waiting has come. */
export interface Waited {
  /** Looks so far, this one among them. */
  readonly looks: number;
  /** Seconds since the first look began. */
  readonly seconds: number;
}

/** Turns a judgement into what is done next: a step that may be asked again is, while its time lasts. */
export function afterLook(judgement: Judgement, waited: Waited, pauses: Pauses): Next {
  if (judgement.kind !== "ask-again") return judgement;
  if (waited.seconds >= judgement.withinSeconds) return { kind: "failed", problem: judgement.problem };
  return { kind: "wait", milliseconds: pauseAfter(waited.looks, pauses) };
}

function pauseAfter(looks: number, { shortest, longest }: Pauses): number {
  return Math.min(shortest * 2 ** (looks - 1), longest);
}
