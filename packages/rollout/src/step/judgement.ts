import type { RolloutProblem } from "../problem-kind.ts";
import type { Learned } from "./learned.ts";

/** What the end of a step's commands means. */
export type Judgement =
  | { readonly kind: "done"; readonly learned?: Learned }
  | { readonly kind: "failed"; readonly problem: RolloutProblem }
  /** Not yet: the same commands are run again, until `withinSeconds` have passed since the first time. */
  | {
      readonly kind: "ask-again";
      readonly problem: RolloutProblem;
      readonly withinSeconds: number;
      /** What is known once that time is over: it has failed then. */
      readonly learned?: Learned;
    }
  /**
   * Good so far: the step is done once every look was this good for `forSeconds`. One that is not begins it anew,
   * and its own `withinSeconds` ends that.
   */
  | { readonly kind: "steady"; readonly forSeconds: number; readonly learned?: Learned };

/** The step has done what it is for. */
export const DONE: Judgement = { kind: "done" };

/** The step has failed, for good. */
export function failedBy(problem: RolloutProblem): Judgement {
  return { kind: "failed", problem };
}
