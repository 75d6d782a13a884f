import type { Breach } from "./breach.ts";
import type { History } from "./play.ts";

/** Where a deployment that has failed leaves on a node what it has begun there and not confirmed. */
export function leftBegun({ moments, schedule }: History): readonly Breach[] {
  // Who asks twice to stop wants it to end at once.
  if (schedule.faults.some(({ kind }) => kind === "interrupted")) return [];
  let begun = new Set<string>();
  return moments.flatMap((moment, place) => {
    if (moment.kind === "run-began") begun = new Set();
    if (moment.kind === "step-began") {
      const { step, undoes } = moment;
      if (undoes) begun.delete(step.node);
      else if (step.kind === "put-secrets" || step.kind === "switch") begun.add(step.node);
    }
    if (moment.kind === "step-ended" && moment.problem === undefined) {
      if (moment.step.kind === "confirm" || moment.step.kind === "disarm-watchdog")
        begun.delete(moment.step.node);
    }
    if (moment.kind !== "run-ended" || moment.outcome.kind !== "failed") return [];
    return [...begun].map((node) => ({ moment: place, says: `${node} is left as it was begun` }));
  });
}
