import type { DistributionKind } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { type LeaveVipStep, leaveScript } from "../step/leave-vip.ts";
import { type MoveLeaderStep, moveScript } from "../step/move-leader.ts";

/** What a host that goes back by itself leaves to others first, as far as others are there. */
export interface WatchdogHandOver {
  readonly vip: LeaveVipStep | undefined;
  readonly lead: MoveLeaderStep | undefined;
}

/** Seconds for all of it: what is broken is to be gone back from. */
export const HAND_OVER_TIMEOUT = 60;

/** Seconds for others to learn that the VIP is elsewhere. */
const LEFT = 2;

/**
 * What a watchdog does before it activates the system that it is given: where that would stop the apiserver or etcd the
 * VIP is left and the lead of etcd handed over, by the very scripts of a deployment. A courtesy: nothing depends on it,
 * nobody is asked whether it has worked, and nothing that fails in it keeps the host from going back.
 */
export function handOverScript({ vip, lead }: WatchdogHandOver, distribution: DistributionKind): string {
  const { apiserverUnit, etcdUnit } = OPERATIONS[distribution];
  const patterns = [...new Set([apiserverUnit, etcdUnit])].map((unit) => `*${unit}*`).join(" | ");
  return [
    "# Written by a deployment.",
    `stopped=$("$1/bin/switch-to-configuration" dry-activate 2>&1)`,
    `case $stopped in ${patterns}) ;; *) exit 0 ;; esac`,
    ...(vip === undefined ? [] : ["(", leaveScript(vip), `) && sleep ${LEFT}`]),
    ...(lead === undefined ? [] : ["(", moveScript(lead), ")"]),
    "exit 0",
    "",
  ].join("\n");
}
