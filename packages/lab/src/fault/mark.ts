import { existsSync, rmSync, writeFileSync } from "node:fs";
import { hostPaths } from "../model/host-paths.ts";
import type { MachinePlan } from "../model/lab-plan.ts";
import type { FaultKind } from "./fault.ts";

/** The file that says that a machine has a fault which lasts, also while it is off. */
export function markOf({ folder }: MachinePlan, kind: FaultKind): string {
  return `${hostPaths(folder).faults}/${kind}`;
}

/** Says that a machine has a fault. */
export function mark(machine: MachinePlan, kind: FaultKind): void {
  writeFileSync(markOf(machine, kind), "");
}

/** Whether it is said that a machine has a fault. */
export function isMarked(machine: MachinePlan, kind: FaultKind): boolean {
  return existsSync(markOf(machine, kind));
}

/** Forgets a fault; says whether there was one. */
export function unmark(machine: MachinePlan, kind: FaultKind): boolean {
  const existed = isMarked(machine, kind);
  rmSync(markOf(machine, kind), { force: true });
  return existed;
}
