import type { ProblemKinds } from "@quorate/cluster";

/** What keeps a node from being touched: the VIP, etcd's lead, and pods that do not leave it. */
export const HAND_OVER_PROBLEMS = {
  "leave-vip-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since what carries the VIP on it could not be ended",
  },
  "vip-stays": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since others still reach it by the VIP after it has left it",
  },
  "vip-lost": {
    severity: "error",
    exit: "failed",
    meaning:
      "the VIP was reached before a master was touched, and is not after it has left it or was changed",
  },
  "vip-not-announced": {
    severity: "error",
    exit: "failed",
    meaning:
      "a master had a BGP session before it was changed, and has none after it: no router hears of the VIP from it",
  },
  "return-vip-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a node could not be given its part of the VIP back; it takes it by itself after ten minutes",
  },
  "move-leader-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since its etcd could not be asked to hand the lead over",
  },
  "leader-stays": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since it leads etcd and no other member takes the lead over",
  },
  "node-away": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not drained, since another one is cordoned by somebody else, or not Ready",
  },
  "budget-never-met": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not drained, since a PodDisruptionBudget can never let a pod of it go",
  },
  "pods-not-kept": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not drained, since pods would be lost with it, or their data",
  },
  "cordon-failed": { severity: "error", exit: "failed", meaning: "a node could not be cordoned" },
  "drain-failed": {
    severity: "error",
    exit: "failed",
    meaning: "the API could not be asked for the pods of a node that is to be drained",
  },
  "drain-blocked": {
    severity: "error",
    exit: "failed",
    meaning: "pods did not leave a node that was to be drained: which, and what holds them",
  },
  "uncordon-failed": { severity: "error", exit: "failed", meaning: "a node could not be uncordoned" },
  "left-cordoned": {
    severity: "error",
    exit: "failed",
    meaning: "a node that we have cordoned stays so, since it is not well",
  },
} as const satisfies ProblemKinds;
