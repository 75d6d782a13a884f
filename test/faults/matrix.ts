import type { Step } from "@quorate/rollout";

/** Steps of an update whose systems are switched to, at whose beginning something breaks, in their order on a node. */
const SWITCHING = [
  "copy-closure",
  "gate-before",
  "leave-vip",
  "move-leader",
  "arm-watchdog",
  "put-secrets",
  "set-profile",
  "switch",
  "wait-for-ssh",
  "verify",
  "gate-after",
  "confirm",
] as const satisfies readonly Step["kind"][];

/** Those of an update whose nodes are drained and rebooted, as far as the other one has no such step. */
const REBOOTING = [
  "cordon",
  "drain",
  "reboot",
  "wait-for-boot",
  "uncordon",
] as const satisfies readonly Step["kind"][];

/** A step at whose beginning something breaks. */
export type Moment = (typeof SWITCHING | typeof REBOOTING)[number];

/** All of them. */
export const MOMENTS: readonly Moment[] = [...SWITCHING, ...REBOOTING];

/** Whether nodes are rebooted in the update that has such a step. */
export function reboots(moment: Moment): boolean {
  return REBOOTING.some((one) => one === moment);
}

/** Whether a key of every node is renewed with the update: only then there is such a step. */
export function renews(moment: Moment): boolean {
  return moment === "put-secrets";
}

/** What breaks. */
const FAULTS = {
  "target-killed": "the power of the node that is at this step is cut",
  "target-partitioned": "its network cable is pulled",
  "other-killed": "the power of another master is cut",
  "all-killed": "the power of all nodes is cut at the same time",
  "deployer-killed": "deploy is killed (SIGKILL)",
  "disk-full": "the disk of the node that is at this step is filled",
  "etcd-frozen": "etcd of another master is stopped where it is (SIGSTOP)",
  "budget-never": "a PodDisruptionBudget appears that can never be met",
  "budget-late": "a PodDisruptionBudget lets no pod go until 40 seconds later",
  "budget-held": "a PodDisruptionBudget lets no pod go until somebody mends that",
} as const;

/** One of {@link FAULTS}. */
export type FaultName = keyof typeof FAULTS;

/** All of them, in their order. */
export const FAULT_NAMES: readonly FaultName[] = Object.keys(FAULTS) as FaultName[];

/** Whether a fault is about pods that are to leave: nothing of that is in an update whose systems are switched to. */
export function isOfPods(fault: FaultName): boolean {
  return fault.startsWith("budget-");
}

/**
 * When pods begin to be held by a budget that is met later: before all else, where the first node is to wait for it;
 * else once that one is empty, and the next one waits. `undefined`: never.
 */
export function heldWhen({ moment, fault }: Cell): "before" | "then" | undefined {
  if (fault !== "budget-late" && fault !== "budget-held") return undefined;
  return moment === "cordon" || moment === "drain" ? "before" : "then";
}

/** An update in which something breaks at the first node that comes to a step. */
export interface Cell {
  readonly moment: Moment;
  readonly fault: FaultName;
}

/** Whether an update with that step can break like that. */
export function isCell({ moment, fault }: Cell): boolean {
  return reboots(moment) || !isOfPods(fault);
}

/** Every cell, step by step with another fault each: a run that has no time for all has seen something of everything. */
export const CELLS: readonly Cell[] = FAULT_NAMES.flatMap((_, turn) =>
  MOMENTS.flatMap((moment, index) => {
    const fault = FAULT_NAMES[(index + turn) % FAULT_NAMES.length];
    return fault === undefined ? [] : [{ moment, fault }];
  }),
).filter(isCell);

/** An update in which nothing breaks. */
export interface Calm {
  readonly fault: undefined;
  readonly nodes: "switched" | "rebooted";
}

/** Both of them. */
export const CALM: readonly Calm[] = [
  { fault: undefined, nodes: "switched" },
  { fault: undefined, nodes: "rebooted" },
];

/** As in `switch/target-killed`. */
export function nameOf(run: Cell | Calm): string {
  return run.fault === undefined ? `calm/${run.nodes}` : `${run.moment}/${run.fault}`;
}

/** What it is called, for the figures of updates to be compared with it, that one apiserver is started anew. */
export const RESTART = "apiserver-restart";
