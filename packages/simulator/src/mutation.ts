import { type Observation, VIP_IS_LEFT } from "@quorate/rollout";
import type { Product } from "./deploy/product.ts";
import type { LawName } from "./laws.ts";
import { play } from "./play.ts";
import type { ChangeKind } from "./scenario/change.ts";
import { type Schedule, scheduleOf } from "./schedule.ts";
import { unknownViolation } from "./search.ts";
import { MUTATIONS_OF_K3S, UNSEEN_OF_K3S } from "./servers-mutations.ts";
import {
  allTogether,
  hostsWithout,
  keepingFromUnlisted,
  passingOver,
  rebootingAnyhow,
  removedFirst,
  stagedInTurn,
  takingForDone,
  withBelief,
  withoutAskingAgain,
  withoutHandOverOfWatchdogs,
  withoutHeartbeat,
  withoutRefusal,
  withoutStages,
  withoutSteps,
  withoutStepsOf,
  withoutUndo,
  withPlan,
  withRollback,
  withSeen,
} from "./without.ts";

/** A guard of the product, and the product without it. */
export interface Mutation {
  /** What is switched off, for people. */
  readonly guard: string;
  readonly without: (product: Product) => Product;
  /** Where it can matter: the others are not played. */
  readonly matters: (schedule: Schedule) => boolean;
}

/** A guard whose absence nothing shows, and why. */
export interface Unseen {
  readonly guard: string;
  readonly because: string;
}

/** Every guard that is switched off in turn. */
export const MUTATIONS: readonly Mutation[] = [
  {
    guard: "install-needs-erase",
    without: withoutRefusal("install-needs-erase"),
    matters: ({ scenario }) => !scenario.yes && scenario.wanted.machines.length > 1,
  },
  refusal("machine-alive", "stranger"),
  {
    guard: "machine-not-asked",
    without: withoutRefusal("machine-not-asked"),
    matters: ({ scenario, faults }) =>
      scenario.change === "stranger" &&
      faults.some(({ kind, node }) => kind === "partition" && node === lastOf(scenario.wanted.machines)),
  },
  refusal("encryption-needs-passes", "encryption"),
  {
    guard: "no generation founds a cluster",
    without: (product) => ({ ...product, generation: "new" }),
    matters: ({ scenario }) => scenario.change === "growth",
  },
  refusal("member-not-in-file", "shrinking"),
  {
    guard: "member-unknown",
    without: withBelief((seen) =>
      seen.kind === "unreachable" ? { kind: "bare", node: seen.node, reason: "foreign-host-key" } : seen,
    ),
    matters: ({ scenario }) => scenario.blank.length > 0 && scenario.off.length > 0,
  },
  {
    guard: "a member joins before it is said to be done",
    without: withoutSteps("member-add", "member-start", "member-promote", "gate-after"),
    matters: ({ scenario }) => scenario.change === "growth",
  },
  {
    guard: "a learner becomes a voter",
    without: withoutSteps("member-promote"),
    matters: ({ scenario }) => scenario.change === "growth",
  },
  refusal("clusters-differ", "split"),
  {
    guard: "what is not confirmed is activated again",
    without: withSeen((seen) =>
      isInstalled(seen) && seen.profile !== undefined && seen.fingerprint !== undefined
        ? { ...seen, confirmed: { closure: seen.profile, fingerprint: seen.fingerprint } }
        : seen,
    ),
    matters: ({ scenario }) => scenario.before !== undefined,
  },
  {
    guard: "a switch that has failed, and what verify and the gate see of it",
    without: (product) => withoutSteps("verify", "gate-after")(takingForDone("switch")(product)),
    matters: ({ scenario }) =>
      Object.values(scenario.versions.defects).some(({ kind }) => kind === "activation"),
  },
  {
    guard: "put-secrets that has failed, and what verify sees of it",
    without: (product) => withoutSteps("verify")(takingForDone("put-secrets")(product)),
    matters: ({ scenario, faults }) =>
      scenario.change === "secrets" && faults.some(({ kind }) => kind === "hiccup"),
  },
  {
    guard: "gate-before and gate-after, between one member and the next",
    without: withoutSteps("gate-before", "gate-after"),
    matters: ({ scenario }) => scenario.change === "options",
  },
  {
    guard: "gate-after",
    without: withoutSteps("gate-after"),
    matters: ({ scenario }) => Object.values(scenario.versions.defects).some(({ kind }) => kind === "unit"),
  },
  {
    guard: "wait-for-ssh",
    without: withoutSteps("wait-for-ssh"),
    matters: ({ scenario, faults }) => scenario.before === undefined && faults.length === 0,
  },
  ...(
    [
      ["drain", "the pods of a node leave it before it is rebooted"],
      ["gate-drain", "no node is drained while another one is away"],
      ["uncordon", "what was cordoned is uncordoned"],
      ["wait-for-boot", "a machine that was told to reboot is waited for"],
    ] as const
  ).map(
    ([kind, guard]): Mutation => ({
      guard,
      without: withoutSteps(kind),
      matters: ({ scenario }) => scenario.change === "kernel",
    }),
  ),
  {
    guard: "what reads renewed files is restarted",
    without: withoutSteps("restart-readers"),
    matters: ({ scenario }) => scenario.change === "secrets",
  },
  {
    // Each of the two stands for the other: what serves an old certificate is restarted before it is asked for it.
    guard: "certificate-not-read, and that what reads renewed files is restarted",
    without: withoutSteps("restart-readers", "gate-after"),
    matters: ({ scenario }) => scenario.change === "secrets",
  },
  {
    guard: "the VIP is left before an apiserver is stopped",
    without: withoutSteps("leave-vip"),
    matters: ({ scenario }) => scenario.change === "options",
  },
  {
    guard: "the VIP is left by a master that becomes a worker",
    without: withoutSteps("leave-vip"),
    matters: ({ scenario }) => scenario.change === "demotion",
  },
  {
    guard: "the VIP is left to a master that the file does not have any more",
    without: withPlan(keepingFromUnlisted),
    matters: ({ scenario }) => scenario.change === "shrinking",
  },
  {
    guard: "the VIP is given back to who has left it",
    without: withoutSteps("return-vip"),
    matters: ({ scenario }) => scenario.change === "options",
  },
  {
    guard: "the VIP is given back to who has left it in a run that died",
    // The plan has it taken before all else where it was ready to be seen; an activation asks once more.
    without: (product) => passingOver("foresee", VIP_IS_LEFT)(withPlan(withoutStages("return-vip"))(product)),
    matters: ({ scenario, faults }) =>
      scenario.change === "options" && faults.some(({ kind }) => kind === "deployer-killed"),
  },
  {
    guard: "the lead is handed over before a member is stopped",
    without: withoutSteps("move-leader"),
    matters: ({ scenario }) => scenario.change === "options",
  },
  {
    guard: "a host that goes back by itself hands the VIP and the lead over first",
    without: withPlan(withoutHandOverOfWatchdogs),
    matters: ({ scenario }) =>
      scenario.change === "options" && Object.keys(scenario.versions.defects).length > 0,
  },
  {
    guard: "the watchdog",
    without: withoutSteps("arm-watchdog"),
    matters: ({ scenario }) =>
      Object.values(scenario.versions.defects).some(({ kind }) =>
        ["login", "port", "firewall"].includes(kind),
      ),
  },
  {
    guard: "a member that serves goes back once the others can do without it",
    without: hostsWithout("others-asked"),
    matters: ({ scenario }) => Object.keys(scenario.versions.defects).length > 0,
  },
  {
    guard: "what has begun to encrypt does not go back in a later run",
    without: hostsWithout("key-stays"),
    matters: ({ scenario }) =>
      scenario.change === "encryption" && Object.keys(scenario.versions.defects).length > 0,
  },
  {
    guard: "what was asked before a node is stopped is asked again once it is old",
    without: withoutAskingAgain,
    matters: ({ scenario, faults }) =>
      scenario.change === "options" &&
      faults.some(({ kind }) => kind === "late-answers") &&
      faults.some(({ kind }) => kind === "partition"),
  },
  {
    guard: "what goes back by itself is not rebooted",
    without: withPlan(rebootingAnyhow),
    matters: ({ scenario, faults }) =>
      scenario.change === "kernel" && faults.some(({ kind }) => kind === "late-answers"),
  },
  {
    guard: "a watchdog is given a word while something takes its time",
    without: withoutHeartbeat,
    matters: ({ scenario }) => scenario.checkSeconds > 300 && scenario.change === "options",
  },
  {
    guard: "the secrets of then come with what is gone back to",
    without: withRollback(withoutStepsOf("put-secrets", "verify", "gate-after")),
    matters: ({ scenario }) => scenario.rollback && scenario.change === "demotion",
  },
  {
    guard: "a node that fails is taken back",
    without: withoutUndo,
    matters: ({ scenario }) => Object.keys(scenario.versions.defects).length > 0,
  },
  {
    guard: "a snapshot of etcd is taken first",
    without: withoutSteps("snapshot"),
    matters: ({ scenario }) => scenario.change === "options",
  },
  {
    guard: "confirm",
    without: withoutSteps("confirm"),
    matters: () => true,
  },
  {
    guard: "everything is staged first",
    without: withPlan(stagedInTurn),
    matters: ({ scenario }) => scenario.change === "options",
  },
  {
    guard: "what no longer belongs is removed last",
    without: withPlan(removedFirst),
    matters: ({ scenario }) => scenario.change === "demotion",
  },
  {
    guard: "one node after another",
    without: withPlan(allTogether),
    matters: ({ scenario }) => scenario.change === "options" || scenario.change === "secrets",
  },
  ...MUTATIONS_OF_K3S,
];

/** Guards that stand for one another, or for what is not in the world. */
export const UNSEEN: readonly Unseen[] = [
  {
    guard: "a member that does not serve is stopped before it goes back",
    because:
      "it would have to serve again within the seconds before it is stopped, while another one is touched: that is asked again by now, and no seed of 60,000 comes to it (watch-script.test.ts of packages/rollout does)",
  },
  {
    guard: "a member whose host may go back is not counted on",
    because:
      "its watchdog asks the others right before it stops that member: the two would have to fall into the same seconds",
  },
  {
    guard: "boot-space-short",
    because: "kernels and /boot have no size here: test/deploy/space.test.ts has a real one that is full",
  },
  {
    guard: "others-kept-out",
    because:
      "whoever lets the operator in lets others in here: a firewall between machines is of the gate's own tests",
  },
  {
    guard: "vip-left",
    because: "whoever has left the VIP has left it at once here: routers that take their time are the lab's",
  },
  {
    guard: "member-replaced",
    because: "whose disk is a new one agrees to that by name here, whatever was asked",
  },
  {
    guard: "a watchdog is held before its node is on etcd's list",
    because: "who becomes a member here is installed for that, and has nothing to go back to",
  },
  {
    guard: "a learner is taken off the list again",
    because: "one that stays is taken up by the next run, which comes here in any case",
  },
  {
    guard: "members-disagree",
    because: "a list that lags behind has caught up before a build is over",
  },
  {
    guard: "etcd-without-quorum",
    because: "etcd itself adds nobody without a quorum",
  },
  {
    guard: "voters-erased",
    because: "a member that is bare where others run is refused for what etcd knows of it, alone as well",
  },
  {
    guard: "install-needs-yes",
    because: "whom the cluster knows is not told here, and so consent by name is asked for in its place",
  },
  {
    guard: "activation-running",
    because:
      "a build and the staging lie between a look and a change, and outlast what is left of an activation",
  },
  {
    guard: "end-connection",
    because: "what follows it asks by connections of its own anyhow",
  },
  {
    guard: "a new connection for wait-for-ssh",
    because: "verify and confirm ask by new ones as well",
  },
  {
    guard: "secrets-changed-on-the-way",
    because: "the certificates folder does not change under a deployment here; verify would see it too",
  },
  {
    guard: "a cold start is made together",
    because:
      "etcd's unit is active without a quorum (nix/modules), so that one after another gets there as well",
  },
  ...UNSEEN_OF_K3S,
];

function refusal(code: Parameters<typeof withoutRefusal>[0], change: ChangeKind): Mutation {
  return {
    guard: code,
    without: withoutRefusal(code),
    matters: ({ scenario }) => scenario.change === change,
  };
}

type Installed = Extract<Observation, { readonly kind: "installed" }>;

function isInstalled(seen: Observation): seen is Installed {
  return seen.kind === "installed";
}

function lastOf(machines: readonly unknown[]): string {
  return `node${machines.length}`;
}

/** What showed that a guard was off. */
export interface Kill {
  readonly seed: number;
  readonly law: LawName;
  /** Schedules that were played until then. */
  readonly played: number;
}

/** The first of `count` seeds in which a law is broken without the guard. */
export function findMutation(
  product: Product,
  { without, matters }: Mutation,
  count: number,
): Kill | undefined {
  const mutant = without(product);
  let played = 0;
  for (let seed = 1; seed <= count; seed++) {
    const schedule = scheduleOf(seed);
    if (!matters(schedule)) continue;
    played += 1;
    const violation = unknownViolation(play(schedule, mutant));
    if (violation !== undefined) return { seed, law: violation.law, played };
  }
  return undefined;
}
