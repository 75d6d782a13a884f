import { ACTIVATION_PROBLEMS } from "./problem-kind/activation.ts";
import { GATE_PROBLEMS } from "./problem-kind/gate.ts";
import { HAND_OVER_PROBLEMS } from "./problem-kind/hand-over.ts";
import { MEMBER_STEP_PROBLEMS } from "./problem-kind/member.ts";
import { STAGE_PROBLEMS } from "./problem-kind/stage.ts";

/** What a step can end with, its gates among them. */
export const STEP_PROBLEMS = {
  ...STAGE_PROBLEMS,
  ...ACTIVATION_PROBLEMS,
  ...HAND_OVER_PROBLEMS,
  ...MEMBER_STEP_PROBLEMS,
  ...GATE_PROBLEMS,
} as const;
