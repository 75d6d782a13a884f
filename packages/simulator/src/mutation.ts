import { type Observation, VIP_IS_LEFT } from "@quorate/rollout";
import type { Product } from "./deploy/product.ts";
import type { LawName } from "./laws.ts";
import { MUTATIONS_OF_PAIRS } from "./pair-mutations.ts";
import { play } from "./play.ts";
import type { ChangeKind } from "./scenario/change.ts";
import { type Schedule, scheduleOf } from "./schedule.ts";
import { unknownViolation } from "./search.ts";
import { MUTATIONS_OF_K3S, UNSEEN_OF_K3S } from "./servers-mutations.ts";
import {
  allTogether,
  askingNoOther,
  hostsWithout,
  keepingFromUnlisted,
  passingOver,
  rebootingAnyhow,
  removedFirst,
  stagedInTurn,
  takingForDone,
  withBelief,
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
  /**
   * Of two that stand for one another: the one whose absence shows alone, in other schedules. Where it does so by itself
   * nothing is shown of the pair.
   */
  readonly beside?: (product: Product) => Product;
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
  {
    guard: "install-needs-yes",
    without: withoutRefusal("install-needs-yes"),
    matters: ({ scenario }) => !scenario.yes && scenario.change === "first-installation",
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
    guard: "others-kept-out",
    without: withPlan(askingNoOther),
    matters: ({ scenario }) => Object.values(scenario.versions.defects).some(({ kind }) => kind === "alone"),
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
    guard: "boot-space-short",
    without: withSeen((seen) => (isInstalled(seen) ? withUnknownBoot(seen) : seen)),
    matters: ({ scenario }) => scenario.shortBoot.length > 0,
  },
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
    guard: "the VIP is seen to be left before an apiserver is stopped",
    without: withoutSteps("vip-left"),
    matters: ({ scenario }) => scenario.routersTake > 0,
  },
  {
    guard: "activation-running",
    without: withSeen((seen) =>
      isInstalled(seen) && seen.activation === "running" ? { ...seen, activation: "failed" } : seen,
    ),
    matters: ({ scenario }) => scenario.activationsLast > 0,
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
    guard: "the others are asked once more by the host itself, right before its member is stopped",
    without: hostsWithout("others-asked-at-last"),
    matters: ({ scenario, faults }) =>
      ["options", "kernel"].includes(scenario.change) &&
      faults.some(({ kind }) => kind !== "deployer-killed"),
  },
  {
    guard: "what has begun to encrypt does not go back in a later run",
    without: hostsWithout("key-stays"),
    matters: ({ scenario }) =>
      scenario.change === "encryption" && Object.keys(scenario.versions.defects).length > 0,
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
  ...MUTATIONS_OF_PAIRS,
];

/** Guards that stand for what is not in the world, or for one that no world is without. */
export const UNSEEN: readonly Unseen[] = [
  {
    guard: "a member that does not serve is stopped before it goes back",
    because:
      "it would have to serve again within the seconds before it is stopped, while another one is touched: that is asked again by now, and no seed of 60,000 comes to it (watch-script.test.ts of packages/rollout does)",
  },
  {
    guard: "a member whose host may go back is not counted on",
    because:
      "its watchdog asks the others right before it stops that member; with that off as well the two would still have to fall into the same minute",
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
    guard: "secrets-changed-on-the-way",
    because: "the certificates folder does not change under a deployment here; verify would see it too",
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

function withUnknownBoot(seen: Installed): Installed {
  const boot = { known: false, why: "nobody has asked" } as const;
  return { ...seen, facts: { ...seen.facts, space: { ...seen.facts.space, boot } } };
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
  { without, matters, beside }: Mutation,
  count: number,
): Kill | undefined {
  const mutant = without(product);
  const half = beside?.(product);
  let played = 0;
  for (let seed = 1; seed <= count; seed++) {
    const schedule = scheduleOf(seed);
    if (!matters(schedule)) continue;
    played += 1;
    const violation = unknownViolation(play(schedule, mutant));
    if (violation === undefined) continue;
    if (half === undefined || unknownViolation(play(schedule, half)) === undefined)
      return { seed, law: violation.law, played };
  }
  return undefined;
}
