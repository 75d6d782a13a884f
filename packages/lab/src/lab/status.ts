import pLimit from "p-limit";
import type { FaultKind } from "../fault/fault.ts";
import { faultsOf } from "../fault/faults-of.ts";
import { type MachineState, machineState } from "../machine/machine-state.ts";
import { askReadiness, type Readiness } from "../machine/readiness.ts";
import { systemName } from "../machine/system-name.ts";
import type { LabPlan, MachinePlan } from "../model/lab-plan.ts";
import type { LabWorld } from "../world.ts";

/** A machine as it is now. */
export interface MachineStatus {
  readonly machine: MachinePlan;
  readonly state: MachineState;
  /** What it runs: `debian 13`, `nixos 26.11`, `bare`. */
  readonly system: string;
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
        const system = await systemName(world, machine);
        return { machine, state, system, readiness, faults };
      }),
    ),
  );
}
