import type { Observation } from "@quorate/rollout";
import type { Mutation, Unseen } from "./mutation.ts";
import type { ChangeKind } from "./scenario/change.ts";
import type { Schedule } from "./schedule.ts";
import {
  hostsWithout,
  restoringAnyhow,
  withBelief,
  withoutRefusal,
  withoutRestored,
  withoutStages,
  withoutSteps,
  withPlan,
} from "./without.ts";

// Guards of k3s' servers and agents. What both distributions have is switched off for both in mutation.ts.

/** Guards that are switched off in turn. */
export const MUTATIONS_OF_K3S: readonly Mutation[] = [
  {
    guard: "k3s: what could not be asked is no server without data",
    without: withBelief((seen) =>
      seen.kind === "unreachable"
        ? { kind: "bare", node: seen.node, reason: "foreign-host-key", answersAt: [] }
        : seen,
    ),
    matters: isOf("emptied", "all-off", "first-installation"),
  },
  {
    guard: "k3s: nothing is founded beside data",
    without: withBelief(withoutDataOfThoseThatDoNotServe),
    matters: isOf("emptied", "all-off"),
  },
  {
    guard: "k3s: no generation founds a cluster",
    without: (product) => ({ ...product, generation: "new" }),
    matters: losesData,
  },
  {
    guard: "k3s: a server without data and without a word stays down",
    without: hostsWithout("conditions"),
    matters: losesData,
  },
  {
    guard: "k3s: a word is for one start",
    without: hostsWithout("word-for-once"),
    matters: ({ scenario, faults }) =>
      scenario.change === "first-installation" && faults.some(({ kind }) => kind === "data-lost"),
  },
  {
    guard: "k3s: a server is told whom to join before it is said to be done",
    without: withoutSteps("server-start", "gate-after"),
    matters: isOf("growth"),
  },
  {
    guard: "k3s: a member that has lost its data goes before it joins anew",
    without: withoutSteps("member-remove"),
    matters: isOf("replacement", "emptied"),
  },
  {
    guard: "k3s: the name of an agent is free before another machine has it",
    without: withoutSteps("node-delete"),
    matters: isOf("agent-replaced"),
  },
  {
    guard: "removed-alive",
    // The step asks once more whether the machine is dead.
    without: (product) => hostsWithout("dead-node")(withoutRefusal("removed-alive")(product)),
    matters: isOf("worker-removed", "shrinking"),
  },
  {
    guard: "member-replaced",
    without: withoutRefusal("member-replaced"),
    matters: (schedule) => !schedule.scenario.yes && isOf("emptied")(schedule),
  },
  refusal("member-stale", "removed"),
  refusal("server-alone", "standalone"),
  refusal("flags-changed", "flags"),
  refusal("token-rotation-partial", "token"),
  {
    guard: "k3s: the cluster has a new token before a server is restarted with it",
    without: withPlan(withoutStages("change-token")),
    matters: isOf("token"),
  },
  {
    guard: "k3s: what others have is aside before a server begins anew",
    without: withoutRestored("server-data-aside"),
    matters: isOf("restore"),
  },
  {
    guard: "restore-quorum-lives",
    without: restoringAnyhow("restore-quorum-lives", () => ({ evenIfItServes: true })),
    matters: ({ scenario }) => scenario.restores === "feared",
  },
  {
    guard: "restore-not-asked",
    without: restoringAnyhow("restore-not-asked", (_, observed) => ({
      without: observed.flatMap(({ kind, node }) => (kind === "unreachable" ? [node] : [])),
      evenIfItServes: true,
    })),
    matters: ({ scenario }) => scenario.restores === "feared",
  },
];

/** Those whose absence nothing shows. */
export const UNSEEN_OF_K3S: readonly Unseen[] = [
  {
    guard: "k3s: whether the cluster has a token already etcd is asked",
    because: "a second request for the same token changes nothing here: what it does to k3s is the lab's",
  },
  {
    guard: "k3s: tokens stay where a host goes back",
    because: "one of before is replaced by the next run, which comes here in any case",
  },
  {
    guard: "k3s: who is to found asks whether another server answers",
    because: "the look has asked them all, and nobody else founds one meanwhile",
  },
];

function isOf(...changes: readonly ChangeKind[]): (schedule: Schedule) => boolean {
  return ({ scenario }) => scenario.wanted.distribution === "k3s" && changes.includes(scenario.change);
}

/** Whether a server is without the data that it had. */
function losesData({ scenario, faults }: Schedule): boolean {
  if (scenario.wanted.distribution !== "k3s") return false;
  return scenario.emptied.length > 0 || faults.some(({ kind }) => kind === "data-lost");
}

function refusal(code: Parameters<typeof withoutRefusal>[0], ...changes: readonly ChangeKind[]): Mutation {
  return { guard: code, without: withoutRefusal(code), matters: isOf(...changes) };
}

function withoutDataOfThoseThatDoNotServe(seen: Observation): Observation {
  if (seen.kind !== "installed" || seen.etcd.data !== "yes") return seen;
  const { healthy } = seen.facts.etcd;
  if (healthy.known && healthy.value) return seen;
  return { ...seen, etcdRunning: false, etcd: { ...seen.etcd, data: "no", membership: "unknown" } };
}
