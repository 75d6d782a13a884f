import type { Step } from "@quorate/rollout";
import type { Breach } from "./breach.ts";
import type { History } from "./play.ts";

/** Where something is begun on another node after a step has failed. */
export function afterFailure({ moments }: History): readonly Breach[] {
  const failed = new Map<number, string>();
  return moments.flatMap((moment, place) => {
    if (moment.kind === "step-ended" && moment.problem !== undefined && !moment.undoes) {
      failed.set(moment.run, moment.step.node);
    }
    if (moment.kind !== "step-began" || !failed.has(moment.run)) return [];
    if (moment.undoes) return [];
    return [
      {
        moment: place,
        says: `${moment.step.kind} on ${moment.step.node} begins after ${failed.get(moment.run)} failed`,
      },
    ];
  });
}

const STAGING: ReadonlySet<Step["kind"]> = new Set([
  "copy-closure",
  "stage-secrets",
  "stage-kept",
  "stage-installation",
  "reset-stage",
]);

/** Kinds of steps that nothing of what is to be deployed has to be there for. */
const NEUTRAL: ReadonlySet<Step["kind"]> = new Set(["gate-drain", "uncordon", "return-vip", "snapshot"]);

/** Where something is staged after something was touched. */
export function stagedLate({ moments }: History): readonly Breach[] {
  const touched = new Set<number>();
  return moments.flatMap((moment, place) => {
    if (moment.kind !== "step-began") return [];
    const { run, step } = moment;
    if (NEUTRAL.has(step.kind)) return [];
    if (!STAGING.has(step.kind)) touched.add(run);
    else if (touched.has(run)) {
      return [{ moment: place, says: `${step.kind} on ${step.node} begins after something was touched` }];
    }
    return [];
  });
}
