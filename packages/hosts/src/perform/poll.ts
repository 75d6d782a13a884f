import type { RolloutProblem, StepResult } from "@quorate/rollout";
import { expBackoff, retry } from "zx";
import type { PerformerOptions } from "./perform-step.ts";

/** One try: done, failed for now, or failed for good. */
export type Attempt =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly problem: RolloutProblem; readonly final?: boolean };

/** Tries again until it is done, has failed for good, or the time is over; the last failure is the answer. */
export async function poll(
  timeoutSeconds: number,
  pause: PerformerOptions["pause"],
  attempt: () => Promise<Attempt>,
): Promise<StepResult> {
  const end = performance.now() + timeoutSeconds * 1000;
  return await retry(Number.MAX_SAFE_INTEGER, expBackoff(pause.longest, pause.shortest), async () => {
    const result = await attempt();
    if (result.kind === "done") return result;
    const { problem, final } = result;
    if (final === true || performance.now() >= end) return { kind: "failed", problem } as const;
    throw new Error(problem.code);
  });
}
