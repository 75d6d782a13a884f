import type { Health } from "@quorate/cluster";
import { ASKED, healthLines } from "../health/ask-health.ts";
import { complaintsOf } from "../health/judge-health.ts";
import { answersOf } from "../observe/answers.ts";
import { problem } from "../problem-kind.ts";
import { type ApiStep, apiCommand, notAsked } from "./asking-the-api.ts";
import { DONE } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/** Asks whether workloads and Ceph are well, as `health` of machines.ts says. It changes nothing. */
export interface HealthStep extends ApiStep {
  readonly health: Health;
}

/** So many complaints are told. */
const MOST = 5;

const HINT =
  "It is what `health` of machines.ts asks for. Mend it, or take out what need not be well, then run the same command again";

const doing = "asking for the health of workloads";

/** See {@link HealthStep}. */
export const health: StepKind<HealthStep> = {
  phase: "gate",
  describe: () => doing,
  commands: (step, paths) => [
    apiCommand(paths, step, "ask for the health of workloads", healthLines(step.health)),
  ],
  judge: (step, output, paths) => {
    const answers = answersOf(output.stdout.split("\n"));
    if (output.code !== 0 || answers.last("health") !== ASKED) {
      return notAsked(step, { says: "health-failed", doing, hint: HINT }, output, paths);
    }
    const complaints = complaintsOf(step.health, answers);
    if (complaints.length === 0) return DONE;
    const more = complaints.length > MOST ? [`and ${complaints.length - MOST} more`] : [];
    return {
      kind: "ask-again",
      withinSeconds: step.health.within,
      problem: problem("health-unwell", step.node, [...complaints.slice(0, MOST), ...more].join("; "), HINT),
    };
  },
};
