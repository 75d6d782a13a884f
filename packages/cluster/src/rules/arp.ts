import type { OfKind } from "../model/by-kind.ts";
import { type Finding, finding } from "../model/finding.ts";
import { ARP_TIMERS } from "../model/load-balancer.ts";
import type { DraftLoadBalancer } from "../parse/load-balancer.ts";
import { isSeconds } from "./seconds.ts";

const TIMERS = ["leaseDuration", "renewDeadline", "retryPeriod"] as const;

/** The VIP by ARP: the timers of the lease. */
export function* checkArp({ spec }: OfKind<DraftLoadBalancer, "arp">): Iterable<Finding> {
  const path = ["kubeMaster", "loadBalancer"];
  const [lease, deadline, period] = [
    spec.leaseDuration ?? ARP_TIMERS.leaseDuration,
    spec.renewDeadline ?? ARP_TIMERS.renewDeadline,
    spec.retryPeriod ?? ARP_TIMERS.retryPeriod,
  ];
  const whole = [lease, deadline, period].every((seconds) => isSeconds(seconds, 1));
  if (!whole || lease <= deadline || deadline <= period) {
    yield finding(
      "arp-timers",
      [...path, TIMERS.find((timer) => spec[timer] !== undefined) ?? "leaseDuration"],
      `a lease of ${lease} s, renewed within ${deadline} s every ${period} s, cannot be held`,
      "Choose whole seconds: leaseDuration > renewDeadline > retryPeriod; 15, 10 and 2 are usual.",
    );
  }
}
