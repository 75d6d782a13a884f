import { existsSync } from "node:fs";
import { type FaultKind, LASTING_FAULTS } from "../fault/fault.ts";
import { hostPaths } from "../model/host-paths.ts";
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

/** The faults that a machine has now, in a fixed order. */
export function faultsOf(machine: MachinePlan): readonly FaultKind[] {
  const { faults, etc } = hostPaths(machine.folder);
  const state = machineState(machine);
  return [
    ...(state.kind === "running" && state.frozen ? (["freeze"] as const) : []),
    ...[...LASTING_FAULTS, "disk-full" as const].filter((fault) => existsSync(`${faults}/${fault}`)),
    ...(existsSync(`${etc}/clock-skew`) ? (["clock-skew"] as const) : []),
  ];
}
