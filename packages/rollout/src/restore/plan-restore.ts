import { type Cluster, failed, type HostName, type Node, succeeded } from "@quorate/cluster";
import { journalOf } from "../distribution/journal.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import type { Plan } from "../plan/plan.ts";
import { problem, type RolloutProblem, type RolloutResult } from "../problem-kind.ts";
import type { Manifest } from "../snapshot/manifest.ts";
import { RESTORE_STAGES, restartedNodes } from "./restore-stages.ts";

/** What is restored, and what somebody has agreed to. */
export interface RestoreOrder {
  /** The database on this machine. */
  readonly file: string;
  readonly manifest: Pick<
    Manifest,
    "cluster" | "bytes" | "sha256" | "etcdVersion" | "serverVersion" | "takenOn"
  >;
  /** Nodes that are left out, since they are gone: they come back by a deployment, as new ones. */
  readonly without: readonly string[];
  /** Whether what etcd serves now is given up. */
  readonly evenIfItServes: boolean;
}

/** Whom a restore is about: what is etcd's or the API's. */
export function restoredNodes(cluster: Cluster, without: readonly string[]): readonly Node[] {
  return cluster.nodes.filter(
    ({ name, roles }) => (roles.etcd || roles.controlPlane) && !without.includes(name),
  );
}

/** How a whole cluster begins anew with what a snapshot has, or what is in the way. */
export function planRestore(
  cluster: Cluster,
  observed: readonly Observation[],
  order: RestoreOrder,
): RolloutResult<Plan> {
  const refusals = refusalsOf(cluster, observed, order);
  if (refusals.length > 0) return failed(...refusals);
  const nodes = restoredNodes(cluster, order.without);
  const restarted = restartedNodes(cluster, order.without).filter(
    ({ name }) => knownOf(name, observed)?.kind === "installed",
  );
  const stages = RESTORE_STAGES[cluster.distribution.kind]({ cluster, nodes, restarted, order });
  return succeeded({ unchanged: [], stages });
}

function refusalsOf(
  cluster: Cluster,
  observed: readonly Observation[],
  { manifest, without, evenIfItServes }: RestoreOrder,
): readonly RolloutProblem[] {
  const refusals: RolloutProblem[] = [];
  if (manifest.cluster !== cluster.name) {
    refusals.push(
      problem(
        "snapshot-of-another-cluster",
        "etcd",
        `the snapshot is of the cluster ${manifest.cluster}, and machines.ts is that of ${cluster.name}`,
        "Name a snapshot of this cluster, or the machines.ts of that one (--machines)",
      ),
    );
  }
  const strangers = without.filter((name) => !cluster.nodes.some((node) => node.name === name));
  if (strangers.length > 0) {
    refusals.push(
      problem(
        "restore-without-unknown",
        "etcd",
        `machines.ts has no node ${strangers.join(", ")}`,
        "Name nodes of machines.ts with --without",
      ),
    );
  }
  const nodes = restoredNodes(cluster, without);
  if (!nodes.some(({ roles }) => roles.etcd)) {
    refusals.push(
      problem(
        "restore-without-members",
        "etcd",
        "no member of etcd is left to restore to",
        "Leave fewer of them out, or install one first",
      ),
    );
  }
  const unasked = nodes.filter(({ name }) => knownOf(name, observed)?.kind !== "installed");
  if (unasked.length > 0) {
    refusals.push(
      problem(
        "restore-not-asked",
        "etcd",
        `${unasked.map(({ name }) => name).join(", ")} could not be asked: what runs there may be part of a cluster that serves`,
        `Switch them on. Where one is gone for good, see with your own eyes that it is off, and leave it out: --without ${unasked[0]?.name ?? "NODE"}. It comes back later by a deployment`,
      ),
    );
  }
  // What runs and does not answer may serve: frozen, say, or behind a disk that hangs.
  const silent = evenIfItServes ? [] : nodes.filter(({ name }) => maySayNothing(name, observed));
  if (silent.length > 0) {
    refusals.push(
      problem(
        "restore-not-asked",
        "etcd",
        `etcd runs on ${silent.map(({ name }) => name).join(", ")}, and does not say whether it serves: a restore gives up all that was written since the snapshot`,
        `See what it says (on that machine: ${journalOf(OPERATIONS[cluster.distribution.kind].etcdUnit)}), and run the same command again. Where it is stopped (systemctl stop ${OPERATIONS[cluster.distribution.kind].etcdUnit}) it does not serve; to go on whatever it does: --even-if-it-serves`,
      ),
    );
  }
  const serving = nodes.filter(({ name }) => serves(name, observed));
  if (serving.length > 0 && !evenIfItServes) {
    refusals.push(
      problem(
        "restore-quorum-lives",
        "etcd",
        `etcd serves, say ${serving.map(({ name }) => name).join(", ")}: a restore gives up all that was written since the snapshot`,
        "Where members are lost and a quorum is left, deploy them anew (docs/etcd.md). Where all of it is to be given up nevertheless: --even-if-it-serves",
      ),
    );
  }
  return refusals;
}

function maySayNothing(name: HostName, observed: readonly Observation[]): boolean {
  const seen = knownOf(name, observed);
  return seen?.kind === "installed" && seen.etcdRunning && !seen.facts.etcd.healthy.known;
}

/** Whether a member has just read through a quorum. Whoever could not be asked is refused for that. */
function serves(name: HostName, observed: readonly Observation[]): boolean {
  const seen = knownOf(name, observed);
  if (seen?.kind !== "installed") return false;
  const { healthy } = seen.facts.etcd;
  return healthy.known && healthy.value;
}
