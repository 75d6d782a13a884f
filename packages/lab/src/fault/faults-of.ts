import type { NetworkCondition } from "../machine/machine-scripts.ts";
import type { LanPlan, MachinePlan } from "../model/lab-plan.ts";
import type { AtBoot, FaultKind } from "./fault.ts";
import { FAULT_KINDS, FAULTS } from "./faults.ts";
import { markOf } from "./mark.ts";

/** The faults that a machine has now, in a fixed order. */
export function faultsOf(machine: MachinePlan): readonly FaultKind[] {
  return FAULT_KINDS.filter((kind) => FAULTS[kind].isThere(machine));
}

/** Whether a machine has a fault that keeps it from answering. */
export function isSilenced(machine: MachinePlan): boolean {
  return FAULT_KINDS.some((kind) => FAULTS[kind].silences && FAULTS[kind].isThere(machine));
}

/** What faults that outlive a boot make of a machine's network when it boots. */
export function faultsAtBoot(machine: MachinePlan, lan: LanPlan): readonly NetworkCondition[] {
  return FAULT_KINDS.flatMap((kind) => conditions(FAULTS[kind].atBoot, markOf(machine, kind), machine, lan));
}

function conditions(
  atBoot: AtBoot,
  file: string,
  { link }: MachinePlan,
  lan: LanPlan,
): readonly NetworkCondition[] {
  switch (atBoot.kind) {
    case "gone":
    case "stays":
      return [];
    case "again":
      return [{ file, commands: atBoot.commands(lan, link) }];
    case "unplugged":
      return [{ file, commands: "unplugged" }];
  }
}
