import type { Mutation } from "./mutation.ts";
import {
  hostsWithout,
  oneAfterAnother,
  withoutAskingAgain,
  withoutRefusal,
  withoutSteps,
  withPlan,
} from "./without.ts";

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
    guard: "what was asked before a node is stopped is asked again once it is old, and by the host itself",
    without: (product) => hostsWithout("others-asked-at-last")(withoutAskingAgain(product)),
    beside: hostsWithout("others-asked-at-last"),
    matters: ({ scenario, faults }) =>
      scenario.change === "options" &&
      faults.some(({ kind }) => kind === "late-answers") &&
      faults.some(({ kind }) => kind === "partition"),
  },
  {
    guard: "a cold start is made together, and etcd's unit is active without a quorum",
    without: (product) => hostsWithout("starts-alone")(withPlan(oneAfterAnother)(product)),
    beside: hostsWithout("starts-alone"),
    matters: ({ scenario }) => scenario.stopped.length > 0,
  },
];
