import pLimit from "p-limit";
import type { FaultKind } from "../fault/fault.ts";
import { faultsOf } from "../fault/faults-of.ts";
import { type MachineState, machineState } from "../machine/machine-state.ts";
import { askReadiness, type Readiness } from "../machine/readiness.ts";
import type { LabPlan, MachinePlan } from "../model/lab-plan.ts";
import type { LabWorld } from "../world.ts";

/** A machine as it is now. */
export interface MachineStatus {
  readonly machine: MachinePlan;
  readonly state: MachineState;
  readonly readiness: Readiness;
  readonly faults: readonly FaultKind[];
}

/** Looks at every machine of a lab. Changes nothing. */
export async function labStatus(world: LabWorld, plan: LabPlan): Promise<readonly MachineStatus[]> {
  const limit = pLimit(8);
  return await Promise.all(
    plan.machines.map((machine) =>
      limit(async () => {
        const state = machineState(machine);
        const faults = faultsOf(machine);
        const readiness: Readiness =
          state.kind === "running" && !state.frozen
            ? await askReadiness(world, plan, machine)
            : { kind: "waiting" };
        return { machine, state, readiness, faults };
      }),
    ),
  );
}
