import type { LabPlan } from "../model/lab-plan.ts";
import { type Fate, fateOf } from "./reconcile.ts";
import type { LabState } from "./state-file.ts";

/** In what a machine of a lab differs from the machines.ts of now: what `lab up` would do about it. */
export interface Drift {
  readonly name: string;
  readonly fate: Exclude<Fate, "kept"> | "started" | "replugged";
}

/** Whose place on the network is no machine's. */
export const OPERATOR = "operator";

/**
 * What of a lab machines.ts has otherwise now, in the order of the machines; empty where `lab up` would change
 * nothing. What nodes run is none of it: that is for deploy to say.
 */
export function driftOf(before: LabState, planned: LabPlan): readonly Drift[] {
  const wanted = { ...before, plan: planned };
  const there = new Set(before.plan.machines.map(({ name }) => name));
  return [
    ...before.plan.machines.flatMap((machine): readonly Drift[] => {
      const fate = fateOf(machine, before, wanted);
      return fate === "kept" ? [] : [{ name: machine.name, fate }];
    }),
    ...planned.machines
      .filter(({ name }) => !there.has(name))
      .map(({ name }): Drift => ({ name, fate: "started" })),
    ...(JSON.stringify(before.plan.operator) === JSON.stringify(planned.operator)
      ? []
      : [{ name: OPERATOR, fate: "replugged" as const }]),
  ];
}
