import type { Mutation } from "./mutation.ts";
import { hostsWithout, oneAfterAnother, withoutRefusal, withoutSteps, withPlan } from "./without.ts";

// Guards that stand for one another: alone the absence of one shows nothing, and so both are switched off.

/** Pairs of guards. */
export const MUTATIONS_OF_PAIRS: readonly Mutation[] = [
  {
    guard: "end-connection, and that what follows it asks by connections of its own",
    without: (product) => hostsWithout("own-connections")(withoutSteps("end-connection")(product)),
    beside: hostsWithout("own-connections"),
    matters: ({ scenario }) =>
      Object.values(scenario.versions.defects).some(({ kind }) => kind === "firewall" || kind === "login"),
  },
  {
    // The step asks once more whether the machine is dead.
    guard: "name-taken",
    without: (product) => hostsWithout("dead-node")(withoutRefusal("name-taken")(product)),
    beside: hostsWithout("dead-node"),
    matters: ({ scenario }) => scenario.elsewhere.length > 0,
  },
  {
    guard: "a cold start is made together, and etcd's unit is active without a quorum",
    without: (product) => hostsWithout("starts-alone")(withPlan(oneAfterAnother)(product)),
    beside: hostsWithout("starts-alone"),
    matters: ({ scenario }) => scenario.stopped.length > 0,
  },
];
