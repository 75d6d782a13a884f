import type { LabPlan } from "./lab-plan.ts";

/** The systems that a host may boot once it is installed. */
export const SYSTEM_KINDS = ["debian", "nixos"] as const;

/** What a host boots once it is installed. */
export type SystemKind = (typeof SYSTEM_KINDS)[number];

/** What a lab's nodes boot: all the same. Labs of earlier versions don't say. */
export function systemOf({ machines }: LabPlan): SystemKind {
  return machines.find(({ kind }) => kind === "node")?.system ?? "debian";
}
