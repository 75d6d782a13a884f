import type { MachinePlan } from "../model/lab-plan.ts";
import { isFrozen, leaderOf, processesOf } from "./cgroup.ts";

/** What a machine is doing. */
export type MachineState =
  /** No process of it is left. */
  | { readonly kind: "off" }
  /** Processes, but no host: it is being powered on or has just gone down. */
  | { readonly kind: "changing" }
  | { readonly kind: "running"; readonly leader: number; readonly frozen: boolean };

/** Looks at a machine's processes. */
export function machineState({ cgroup }: MachinePlan): MachineState {
  if (processesOf(cgroup).length === 0) return { kind: "off" };
  const leader = leaderOf(cgroup);
  if (leader === undefined) return { kind: "changing" };
  return { kind: "running", leader, frozen: isFrozen(cgroup) };
}
