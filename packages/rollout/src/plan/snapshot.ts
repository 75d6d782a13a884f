import { type Cluster, failed, type HostName, succeeded } from "@quorate/cluster";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutResult } from "../problem-kind.ts";
import { originOf } from "../snapshot/manifest.ts";
import { secondsToSend } from "../snapshot/size.ts";
import type { Step } from "../step/step.ts";
import { INSTANT_TIMEOUT } from "../step/step-kind.ts";
import type { Conduct } from "./conduct.ts";
import type { Plan } from "./plan.ts";
import type { Stage } from "./stage.ts";

/** Entries that a member may be behind and still be in step. */
const LAG = 1_000;

/** A plan that takes a snapshot and does nothing else, or why nobody can give one. */
export function planSnapshot(cluster: Cluster, observed: readonly Observation[]): RolloutResult<Plan> {
  const step = snapshotStep(cluster, observed);
  if (step !== undefined) return succeeded({ unchanged: [], stages: [snapshotStage(step)] });
  return failed(
    problem(
      "snapshot-impossible",
      "etcd",
      "no member of etcd says that it serves: without a quorum what one has may be behind, and none gives a snapshot",
      "`quorate etcd members` says how each is. Where the quorum is gone for good, a snapshot of before is what is left: `quorate etcd restore` (docs/etcd.md)",
    ),
  );
}

/**
 * The same stages with a snapshot of etcd before the first one that touches a member of it. None where nobody wants
 * one, nor where no member is known to serve: then there is nothing to take one from, and what is to be done may be
 * what mends that.
 */
export function withSnapshot(
  cluster: Cluster,
  observed: readonly Observation[],
  { snapshot }: Pick<Conduct, "snapshot">,
  stages: readonly Stage[],
): readonly Stage[] {
  if (snapshot === "never") return stages;
  const first = stages.findIndex((stage) => touchesEtcd(cluster, stage));
  const step = first < 0 ? undefined : snapshotStep(cluster, observed);
  return step === undefined ? stages : stages.toSpliced(first, 0, snapshotStage(step));
}

/** What stops a member, changes what it reads, or changes who is one. */
const TOUCHES: ReadonlySet<Step["kind"]> = new Set([
  "put-secrets",
  "set-profile",
  "switch",
  "set-boot",
  "reboot",
  "restart-unit",
  "install",
  "member-remove",
  "member-add",
  "server-start",
  "token-change",
]);

/** Whether a stage touches a member of etcd. */
export function touchesEtcd(cluster: Cluster, { lanes }: Stage): boolean {
  const members = new Set(cluster.etcd.members.map(({ name }) => name));
  return lanes.some(({ node, steps }) => members.has(node) && steps.some(({ kind }) => TOUCHES.has(kind)));
}

function snapshotStage(step: Step<"snapshot">): Stage<"snapshot"> {
  return { kind: "snapshot", lanes: [{ node: step.node, steps: [step] }] };
}

/** Of one that serves: one that is in step and has the space rather than others, the leader last, then by name. */
function snapshotStep(cluster: Cluster, observed: readonly Observation[]): Step<"snapshot"> | undefined {
  const serving = cluster.etcd.members.flatMap(({ name, clientUrl }) => {
    const seen = knownOf(name, observed);
    return seen?.kind === "installed" && isHealthy(seen) ? [{ node: name, clientUrl, seen }] : [];
  });
  const furthest = Math.max(0, ...serving.map(({ seen }) => statusOf(seen)?.appliedIndex ?? 0));
  const badness = (seen: InstalledObservation): number => {
    const status = statusOf(seen);
    if (status === undefined) return 8;
    const { etcd } = seen.facts.space;
    return (
      (furthest - status.appliedIndex > LAG ? 4 : 0) +
      (etcd.known && etcd.value.free < 2 * status.size ? 2 : 0) +
      (status.leader === status.memberId ? 1 : 0)
    );
  };
  const [chosen] = serving.sort((a, b) => badness(a.seen) - badness(b.seen) || (a.node < b.node ? -1 : 1));
  if (chosen === undefined) return undefined;
  const size = statusOf(chosen.seen)?.size ?? 0;
  return {
    kind: "snapshot",
    node: chosen.node as HostName,
    distribution: cluster.distribution.kind,
    clientUrl: chosen.clientUrl,
    apiPort: cluster.api.port,
    origin: originOf(cluster, observed),
    timeoutSeconds: INSTANT_TIMEOUT + secondsToSend(size),
  };
}

/** It has just read through the quorum, and is a voter: a learner answers no such question. */
function isHealthy({ facts }: InstalledObservation): boolean {
  const { healthy, status } = facts.etcd;
  return healthy.known && healthy.value && !(status.known && status.value.learner);
}

function statusOf({ facts }: InstalledObservation) {
  const { status } = facts.etcd;
  return status.known ? status.value : undefined;
}
