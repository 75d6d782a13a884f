import { type Cluster, failed, type HostName, type Node } from "@quorate/cluster";
import type { BuiltSystem, DesiredNode, Target } from "./desired.ts";
import type { EvaluatedNode } from "./nix/nix-command.ts";
import type { Json } from "./observe/json.ts";
import type { Observation } from "./observe/observation.ts";
import { seenOf, whomToObserve } from "./observe/whom.ts";
import { refuseFlags } from "./plan/agreed-flags.ts";
import { judgeBootSpace } from "./plan/boot-space.ts";
import { tellBootsAnother } from "./plan/boots-another.ts";
import { judgeClocks } from "./plan/clocks.ts";
import { type Conduct, ORDINARY } from "./plan/conduct.ts";
import { type Consent, refuseErasing } from "./plan/consent.ts";
import { systemOf } from "./plan/current-system.ts";
import { refuseEncryptionChange } from "./plan/encryption.ts";
import { judgeEtcdSpace } from "./plan/etcd-space.ts";
import { tellIdleRemovals } from "./plan/idle-removal.ts";
import { refuseIssuerChange } from "./plan/issuer-change.ts";
import { refuseLivingNodes } from "./plan/leaving-node.ts";
import { planMembership } from "./plan/membership.ts";
import type { Plan } from "./plan/plan.ts";
import { planRollout } from "./plan/plan-rollout.ts";
import { tellUnknownRenewals } from "./plan/renewal.ts";
import { refuseReplacing } from "./plan/replace.ts";
import { tellServedOld } from "./plan/served-old.ts";
import { refuseVersions } from "./plan/skew.ts";
import { refuseSlowChanges } from "./plan/slow-change.ts";
import { refuseTakenNames } from "./plan/taken-name.ts";
import { refuseRotation } from "./plan/token-rotation.ts";
import { tellUnchangedBroken } from "./plan/unchanged-broken.ts";
import { refuseVipChange } from "./plan/vip-change.ts";
import { tellWentBack } from "./plan/went-back.ts";
import { problem, type RolloutProblem, type RolloutResult } from "./problem-kind.ts";
import { unbuiltStorePath } from "./store-path.ts";
import type { LeftOut } from "./target.ts";
import { WATCHDOG_SECONDS } from "./watchdog/on-host.ts";

// Look, refuse, build, plan: in this order, since each of these is made of what the one before it gave.
// Whoever carries a deployment out does what they say, and decides nothing.

/** First: whom to look at. */
export interface Look {
  readonly cluster: Cluster;
  readonly targets: readonly Target[];
  readonly nodes: readonly Node[];
  /** The option values that each node is to have; `undefined` where nobody tells. */
  readonly options: (node: HostName) => Json | undefined;
  /** How many workers may be away at once. */
  readonly workersAtOnce: number;
  /** Seconds without a word after which a node goes back by itself. */
  readonly watchdogSeconds: number;
}

/** What somebody has said of a deployment beside its targets. */
export interface Terms extends Consent {
  /** Leave out targets that cannot be reached, instead of ending there. */
  readonly skipUnreachable: boolean;
  /**
   * Whose system is evaluated and built: what is `needed`, since a node's fingerprint says already what it was built
   * from, or `always`: the fingerprint does not cover what Nix is told in the command line.
   */
  readonly evaluate: "needed" | "always";
  /** How nodes are treated. Default: {@link ORDINARY}. */
  readonly conduct?: Conduct;
  /** A target that is given up for another machine, or another disk. Default: none. */
  readonly replaces?: HostName;
}

/** Second: what to build, now that nothing that was seen speaks against it. */
export interface Build {
  /** Without the targets that are left out. */
  readonly look: Look;
  readonly left: readonly LeftOut[];
  readonly observed: readonly Observation[];
  readonly consent: Consent;
  readonly conduct: Conduct;
  /** Nodes whose system has to be built; none where all run what was built from the same files. */
  readonly nodes: readonly EvaluatedNode[];
}

/** Begins a deployment to `targets`, of which one worker at a time may be away, or so many. */
export function beginDeployment(
  cluster: Cluster,
  targets: readonly Target[],
  options: Look["options"] = () => undefined,
  workersAtOnce = 1,
  watchdogSeconds: number = WATCHDOG_SECONDS,
): Look {
  const nodes = targets.map(({ node }) => node);
  return { cluster, targets, nodes: whomToObserve(cluster, nodes), options, workersAtOnce, watchdogSeconds };
}

/**
 * What follows from a look: the systems to build, or why nothing is built. A target that can't be reached, or
 * that would be erased without the user's `yes`, ends it; what became of others that were looked at does not.
 */
export function afterLooking(
  whole: Look,
  observed: readonly Observation[],
  terms: Terms,
): RolloutResult<Build> {
  const left = terms.skipUnreachable ? unreachable(whole, observed) : [];
  const { conduct = ORDINARY } = terms;
  const without = new Set(left.map(({ node }) => node));
  const look = { ...whole, targets: whole.targets.filter(({ node }) => !without.has(node.name)) };
  const nodes = look.targets.map(({ node }) => node);
  const clocks = judgeClocks(nodes, observed);
  const space = judgeEtcdSpace(nodes, observed);
  const obstacles = nodes.flatMap(({ name }) => {
    const seen = seenOf(name, observed);
    return seen.ok ? [] : seen.problems;
  });
  if (obstacles.length > 0) return failed(...obstacles);
  const {
    refusals: ofMembers,
    deeds,
    removals,
  } = planMembership(look.cluster, nodes, observed, terms, look.options);
  const replaced =
    terms.replaces === undefined ? [] : refuseReplacing(look.cluster, terms.replaces, observed, terms);
  const told = new Set([...ofMembers, ...replaced].map(({ where }) => where));
  const refusals = [
    ...ofMembers,
    ...refuseTakenNames(look.cluster, nodes, observed).filter(({ where }) => !told.has(where)),
    ...refuseLivingNodes(look.cluster, observed, terms),
    ...refuseFlags(look.cluster, nodes, observed, look.options, deeds),
    ...replaced,
    ...refuseErasing(look.cluster, nodes, observed, terms),
    ...refuseEncryptionChange(look.cluster, nodes, observed),
    ...refuseRotation(look.cluster, look.targets, observed),
    ...refuseSlowChanges(look.targets, observed, look.options),
    ...refuseIssuerChange(nodes, observed, look.options),
    ...refuseVipChange(look.cluster, look.targets, observed),
    ...[...clocks, ...space].filter(({ severity }) => severity === "error"),
  ];
  if (refusals.length > 0) return failed(...refusals);
  const bare = new Set(observed.filter(({ kind }) => kind === "bare").map(({ node }) => node));
  const built = look.targets.filter(
    (target) => terms.evaluate === "always" || systemOf(target, observed) === undefined,
  );
  const names = nodes.map(({ name }) => name);
  const warnings = [
    ...[...clocks, ...space].filter(({ severity }) => severity === "warning"),
    ...tellServedOld(look.targets, observed),
    ...tellUnknownRenewals(look.targets, observed),
    ...tellWentBack(names, observed),
    ...tellBootsAnother(names, observed),
    ...tellIdleRemovals(look.cluster, observed, terms, removals),
    ...left.map(({ node, why }) => leftOutProblem({ node, why })),
  ];
  return {
    ok: true,
    warnings,
    value: {
      look,
      left,
      observed,
      consent: terms,
      conduct: { ...conduct, without: [...conduct.without, ...without] },
      nodes: built.map(({ node: { name } }) => ({ name, install: bare.has(name) })),
    },
  };
}

function unreachable({ targets }: Look, observed: readonly Observation[]): readonly LeftOut[] {
  return targets.flatMap(({ node: { name } }) => {
    const seen = observed.find(({ node }) => node === name);
    return seen?.kind === "unreachable" ? [{ node: name, why: seen.problem.message }] : [];
  });
}

/** Tells that a node is left out. */
export function leftOutProblem({ node, why }: LeftOut): RolloutProblem {
  return problem("left-out", node, `${node} is left out (${why}), and counts as down`);
}

/**
 * What follows from a build: the plan, or all that stands in its way. `systems` has one for every node that was to be
 * built.
 */
export function afterBuilding(
  { look, observed, consent, conduct }: Build,
  systems: ReadonlyMap<string, BuiltSystem>,
): RolloutResult<Plan> {
  const desired = look.targets.map((target): DesiredNode => {
    const system = systems.get(target.node.name) ?? systemOf(target, observed);
    if (system === undefined) throw new Error(`nothing was built for ${target.node.name}`);
    return { ...target, ...system };
  });
  const space = judgeBootSpace(desired, observed);
  const refusals = [
    ...refuseVersions(look.cluster, desired, observed),
    ...space.filter(({ severity }) => severity === "error"),
  ];
  if (refusals.length > 0) return failed(...refusals);
  const { workersAtOnce, watchdogSeconds } = look;
  const planned = planRollout(look.cluster, desired, observed, {
    atOnce: workersAtOnce,
    options: look.options,
    consent,
    conduct,
    watchdogSeconds,
  });
  if (!planned.ok) return planned;
  const broken = tellUnchangedBroken(look.cluster, planned.value.unchanged, observed);
  return { ...planned, warnings: [...space, ...broken] };
}

/** What stands for the systems of a build where nobody builds them: the plan's steps are the same. */
export function unbuiltSystems({ nodes }: Build): ReadonlyMap<string, BuiltSystem> {
  return new Map(
    nodes.map(({ name, install }) => [
      name,
      {
        closure: unbuiltStorePath(name, "system"),
        diskoScript: install ? unbuiltStorePath(name, "disko") : undefined,
      },
    ]),
  );
}
