import { type Cluster, failed, type HostName, succeeded } from "@quorate/cluster";
import type { DesiredNode } from "../desired.ts";
import type { Json } from "../observe/json.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import type { RolloutProblem, RolloutResult } from "../problem-kind.ts";
import { WATCHDOG_SECONDS } from "../watchdog/on-host.ts";
import { orderActivations } from "./activation-order.ts";
import { coldStartUnknown, etcdAtStart, membersSeen } from "./cold-start.ts";
import { type Conduct, ORDINARY } from "./conduct.ts";
import type { Consent } from "./consent.ts";
import { isPartOfControlPlane } from "./gating.ts";
import { stagingLane, tidyLane } from "./lane.ts";
import { nodeRemovalStages } from "./leaving-node.ts";
import { withoutLeftCordons } from "./left-cordons.ts";
import { withReturnedVip } from "./left-vip.ts";
import { removalStages } from "./member-deed.ts";
import { planMembership } from "./membership.ts";
import { changeOf, changesWhatRuns, type InstallNode, type UpdateNode } from "./node-change.ts";
import type { Plan } from "./plan.ts";
import { rebootNeeded } from "./reboot-due.ts";
import { withRolloutSettings } from "./rollout-settings.ts";
import { workersSideBySide } from "./side-by-side.ts";
import { withSnapshot } from "./snapshot.ts";
import { type Lane, type Stage, withLanes } from "./stage.ts";
import { namesToFree, withFreeNames } from "./taken-name.ts";
import { rotationStages } from "./token-rotation.ts";
import { isInTurn, upkeepOf } from "./upkeep.ts";

/** What is said of a rollout beside what is wanted and what was seen. */
export interface RolloutTerms {
  /** How many workers may be away at once. Default: 1. */
  readonly atOnce: number;
  /** The option values that each node is to have. Default: nobody tells. */
  readonly options: (node: HostName) => Json | undefined;
  /** To what members of etcd were before. Default: to nothing. */
  readonly consent: Pick<Consent, "erase" | "remove">;
  /** How nodes are treated. Default: {@link ORDINARY}. */
  readonly conduct: Conduct;
  /** Seconds without a word after which a node goes back by itself. Default: {@link WATCHDOG_SECONDS}. */
  readonly watchdogSeconds: number;
}

/**
 * What has to be done so that every desired node is what it should be, or all that stands in the way.
 *
 * `observed` holds an observation of every desired node, and may hold those of other etcd members: they
 * tell whether the cluster is starting from nothing. Everything is staged on every node before the first
 * one is activated.
 */
export function planRollout(
  cluster: Cluster,
  desired: readonly DesiredNode[],
  observed: readonly Observation[],
  terms: Partial<RolloutTerms> = {},
): RolloutResult<Plan> {
  const { atOnce, options, consent, conduct, watchdogSeconds }: RolloutTerms = { ...NOTHING_SAID, ...terms };
  // Whatever is in the way was said before. Where it was not, nobody founds or joins anything.
  const nodes = desired.map(({ node }) => node);
  const { deeds, removals } = planMembership(cluster, nodes, observed, consent, options);
  const free = namesToFree(cluster, nodes, observed, consent, deeds);
  const problems: RolloutProblem[] = [];
  const changes: (InstallNode | UpdateNode)[] = [];
  const unchanged: DesiredNode[] = [];
  for (const node of desired) {
    const change = changeOf(cluster, node, observed, deeds.get(node.node.name), conduct);
    if (!change.ok) problems.push(...change.problems);
    else if (change.value.kind === "unchanged") unchanged.push(node);
    else changes.push(change.value);
  }
  if (problems.length > 0) return failed(...problems);
  // Nothing reads what is to be removed alone: there is nothing to activate, and nothing to ask.
  const touched = changes.filter(
    (change) => change.kind === "install" || changesWhatRuns(change) || change.renewal !== undefined,
  );
  const members = membersSeen(cluster, observed);
  const started = touched.map(({ desired }) => desired.node).filter(isPartOfControlPlane);
  // A worker is taken with care in any case: nobody needs it to have a quorum.
  if (started.length > 0 && etcdAtStart(members, conduct) === "unknown") {
    return failed(coldStartUnknown(members, started.map(({ name }) => name).sort()));
  }
  const activations = workersSideBySide(
    cluster,
    orderActivations(cluster, touched, observed, watchdogSeconds, conduct),
    atOnce,
  );
  const upkeep = upkeepOf(cluster, changes, observed, conduct);
  const planned = [
    ...stageTogether(changes, upkeep.asked),
    ...removalStages(removals),
    ...nodeRemovalStages(cluster, observed, consent, removals),
    ...rotationStages(cluster, desired, observed),
    ...activations
      .map((stage) => (isInTurn(stage) ? withLanes(stage, upkeep.treated) : stage))
      .map((stage) => withFreeNames(stage, free)),
    ...tidyTogether(changes),
  ];
  const stages = withRolloutSettings(cluster, observed, planned, conduct);
  const withCopy = withSnapshot(cluster, observed, conduct, stages);
  const rebootsLeft = conduct.reboot === "never" ? rebootsNeeded(desired, observed) : {};
  const uncordoning = withoutLeftCordons(cluster, observed, {
    unchanged: namesOf(unchanged),
    rebootsLeft,
    stages: withCopy,
  });
  return succeeded(withReturnedVip(cluster, observed, uncordoning));
}

const NOTHING_SAID: RolloutTerms = {
  atOnce: 1,
  options: () => undefined,
  consent: { erase: [], remove: [] },
  conduct: ORDINARY,
  watchdogSeconds: WATCHDOG_SECONDS,
};

function tidyTogether(changes: readonly (InstallNode | UpdateNode)[]): readonly Stage[] {
  const lanes = changes
    .flatMap((change) => tidyLane(change) ?? [])
    .sort((a, b) => (a.node < b.node ? -1 : 1));
  return lanes.length === 0 ? [] : [{ kind: "tidy-together", lanes }];
}

/** What nodes need a reboot for once they run what they should, as far as that is known. */
function rebootsNeeded(
  desired: readonly DesiredNode[],
  observed: readonly Observation[],
): { readonly [node: HostName]: string } {
  const needed: { [node: HostName]: string } = {};
  for (const one of desired) {
    const seen = knownOf(one.node.name, observed);
    if (seen?.kind !== "installed") continue;
    const what = rebootNeeded(one, seen, seen.currentSystem !== one.closure);
    if (what !== undefined) needed[one.node.name] = what;
  }
  return needed;
}

function namesOf(nodes: readonly DesiredNode[]): readonly HostName[] {
  return nodes.map(({ node }) => node.name).sort();
}

function stageTogether(
  changes: readonly (InstallNode | UpdateNode)[],
  asked: (lane: Lane) => Lane,
): readonly Stage[] {
  const lanes = changes
    .map((change) => asked(stagingLane(change)))
    .filter((lane) => lane.steps.length > 0)
    .sort((a, b) => (a.node < b.node ? -1 : 1));
  return lanes.length === 0 ? [] : [{ kind: "stage-together", lanes }];
}
