import { type Problem, type ProblemKinds, problemMaker, type Result } from "@quorate/cluster";
import { LOCK_PROBLEMS } from "./lock/problem-kind.ts";
import { PLAN_PROBLEMS } from "./plan/problem-kind.ts";
import { SNAPSHOT_PROBLEMS } from "./snapshot/problem-kind.ts";
import { STEP_PROBLEMS } from "./step/problem-kind.ts";

/** Every code that a deployment's planning and its steps can end with. */
export const ROLLOUT_PROBLEMS = {
  ...PLAN_PROBLEMS,
  ...LOCK_PROBLEMS,
  ...STEP_PROBLEMS,
  ...SNAPSHOT_PROBLEMS,
} as const satisfies ProblemKinds;

/** The codes of this room. */
export type RolloutProblemCode = keyof typeof ROLLOUT_PROBLEMS;

/** Why a deployment was refused or failed. */
export type RolloutProblem<Code extends RolloutProblemCode = RolloutProblemCode> = Problem<Code>;

/** An outcome of this room. */
export type RolloutResult<Value> = Result<Value, RolloutProblemCode>;

/** Makes this room's problems. */
export const problem = problemMaker(ROLLOUT_PROBLEMS);
