import type { Argv } from "@quorate/command";
import type { LanPlan, LinkPlan } from "../model/lab-plan.ts";

/** Everything that can be done to a machine of the lab. */
export const FAULTS = [
  "kill",
  "freeze",
  "reboot",
  "partition",
  "slow",
  "disk-full",
  "clock-skew",
  "heal",
] as const;

export type FaultKind = (typeof FAULTS)[number];

/** What each of them does, for people. */
export const FAULT_MEANING: { readonly [Kind in FaultKind]: string } = {
  kill: "cut its power: every process dies at once, nothing is written any more",
  freeze: "stop all its processes where they are; the kernel still answers pings",
  reboot: "restart it in order, as systemctl reboot does",
  partition: "pull its network cable",
  slow: "let its network carry 256 kbit/s, so that packets queue up to two seconds",
  "disk-full": "fill its disk to the last block",
  "clock-skew": "set its clock an hour ahead",
  heal: "undo all of these, and power it on if it is off",
};

/** The faults that last until they are healed, a reboot in between included. */
export const LASTING_FAULTS = ["partition", "slow"] as const satisfies readonly FaultKind[];

/**
 * Slows a machine's cable down, in both directions. A token bucket, since that is in every kernel that has
 * a bridge (a plain delay, netem, is not); a packet waits at most two seconds and is then lost.
 */
export function slowCommands(lan: LanPlan, link: LinkPlan): readonly Argv[] {
  const bucket = ["root", "tbf", "rate", "256kbit", "burst", "1600", "latency", "2s"];
  return ends(lan, link).map((end) => [
    "tc",
    "-n",
    end.namespace,
    "qdisc",
    "replace",
    "dev",
    end.device,
    ...bucket,
  ]);
}

/** Undoes {@link slowCommands}. */
export function unslowCommands(lan: LanPlan, link: LinkPlan): readonly Argv[] {
  return ends(lan, link).map((end) => [
    "tc",
    "-n",
    end.namespace,
    "qdisc",
    "delete",
    "dev",
    end.device,
    "root",
  ]);
}

function ends(lan: LanPlan, link: LinkPlan) {
  return [
    { namespace: lan.namespace, device: link.port },
    { namespace: link.namespace, device: link.interface },
  ];
}
