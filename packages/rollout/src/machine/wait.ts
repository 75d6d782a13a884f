import type { RolloutProblem } from "../problem-kind.ts";
import type { Judgement } from "../step/judgement.ts";
import type { Learned } from "../step/learned.ts";

/** What follows a look at a host: the step's end, or another look after a pause. */
export type Next =
  | { readonly kind: "done"; readonly learned?: Learned }
  | { readonly kind: "failed"; readonly problem: RolloutProblem; readonly learned?: Learned }
  /** `problem` is what is waited to pass; `undefined` where all is well so far. */
  | {
      readonly kind: "wait";
      readonly milliseconds: number;
      readonly problem: RolloutProblem | undefined;
      /** For how long it is waited at most, since the first look; `undefined` with `problem`. */
      readonly withinSeconds: number | undefined;
    };

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
  /** Seconds since looks are good without a break: 0 at the first of them. */
  readonly goodSeconds: number;
}

/**
 * Turns a judgement into what is done next: a step that may be asked again is, while its time lasts, and one that
 * has to stay good is looked at until it has.
 */
export function afterLook(judgement: Judgement, waited: Waited, pauses: Pauses): Next {
  if (judgement.kind === "steady") {
    const left = (judgement.forSeconds - waited.goodSeconds) * 1000;
    const { learned } = judgement;
    if (left <= 0) return { kind: "done", ...(learned === undefined ? {} : { learned }) };
    return {
      kind: "wait",
      // The last look is when the time is over, and not a pause later.
      milliseconds: Math.min(pauseAfter(waited.looks, pauses), left),
      problem: undefined,
      withinSeconds: undefined,
    };
  }
  if (judgement.kind !== "ask-again") return judgement;
  const { problem, withinSeconds, learned } = judgement;
  if (waited.seconds >= withinSeconds) {
    return { kind: "failed", problem, ...(learned === undefined ? {} : { learned }) };
  }
  return { kind: "wait", milliseconds: pauseAfter(waited.looks, pauses), problem, withinSeconds };
}

function pauseAfter(looks: number, { shortest, longest }: Pauses): number {
  return Math.min(shortest * 2 ** (looks - 1), longest);
}
