import { CHANGE_PROBLEMS } from "./problem-kind/change.ts";
import { CONSENT_PROBLEMS } from "./problem-kind/consent.ts";
import { HOST_PROBLEMS } from "./problem-kind/host.ts";
import { MEMBER_PROBLEMS } from "./problem-kind/member.ts";

/** What a deployment is refused with, or told, before anything is touched. */
export const PLAN_PROBLEMS = {
  ...CONSENT_PROBLEMS,
  ...CHANGE_PROBLEMS,
  ...MEMBER_PROBLEMS,
  ...HOST_PROBLEMS,
} as const;
