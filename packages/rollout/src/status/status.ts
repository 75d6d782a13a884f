import type { Cluster, DistributionKind, HostName, Node } from "@quorate/cluster";
import type { Target } from "../desired.ts";
import { type CordonMark, cordonMarkOf } from "../drain/cordon-mark.ts";
import { differencesOf } from "../forecast/difference.ts";
import { rebootReasons } from "../forecast/reboot.ts";
import { type QuorumState, quorumState, votersSeen } from "../forecast/voters.ts";
import { isHeld, type SeenLock } from "../lock/holder.ts";
import { bootsOf } from "../observe/boots.ts";
import { SERVED_FILES, type Server } from "../observe/host/served.ts";
import { type Known, known, mapKnown, unknown } from "../observe/known.ts";
import { nodeLists, nodeObjects } from "../observe/kubernetes/node-lists.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { planMembership } from "../plan/membership.ts";
import { type Renewal, renewalOf } from "../plan/renewal.ts";

/** What is true of a cluster now, for people and for machines. */
export interface Status {
  readonly nodes: readonly NodeStatus[];
  readonly quorum: QuorumState;
  /** Voters of whom nothing is known: whether they count is not known either. */
  readonly unknownVoters: readonly HostName[];
  /** Who deploys to the cluster, or did last, by what its members' hosts have. */
  readonly lock: LockStatus;
  /** In what etcd's own list and machines.ts do not agree, a sentence each. */
  readonly membership: readonly string[];
}

/** A cluster's lock. `nobody`: no host that could be asked knows of a deployment. */
export interface LockStatus {
  readonly state: "held" | "silent" | "released" | "nobody";
  readonly lock: SeenLock | undefined;
}

/** What is true of a node. */
export interface NodeStatus {
  readonly node: HostName;
  readonly is: "installed" | "bare" | "unreachable" | "offline";
  /** Why it could not be looked at. */
  readonly why: string | undefined;
  /** In what it differs from what it should be; none where it is that. */
  readonly drift: readonly string[];
  readonly runs: string | undefined;
  readonly boots: string | undefined;
  readonly confirmed: string | undefined;
  /** What a reboot would be for. */
  readonly reboot: Known<readonly string[]>;
  /** Of nodes that are members. */
  readonly etcd:
    | { readonly healthy: Known<boolean>; readonly leads: Known<boolean>; readonly version: Known<string> }
    | undefined;
  /** Parts of a control plane that are not well; of nodes that have one. */
  readonly controlPlane: readonly string[] | undefined;
  readonly cordoned: Known<boolean>;
  /** Whose cordon it is, where it is one of ours; and whether that run is dead. */
  readonly cordonedBy: (CordonMark & { readonly dead: boolean }) | undefined;
  readonly failedUnits: Known<readonly string[]>;
  readonly served: readonly ServedStatus[];
  /** What k3s has issued and its next start renews; `null` where that is nothing. */
  readonly renewal: Known<Renewal | null>;
}

/** A certificate that is served. */
export interface ServedStatus {
  readonly by: Server;
  /** Hexadecimal. */
  readonly serial: Known<string>;
  readonly notAfter: Known<string>;
  /** Whether the file beside it is another: its server has not read it again. */
  readonly stale: Known<boolean>;
  /** Whether the file beside it is not the one of the certificates' folder. */
  readonly unsent: boolean;
}

/** Puts together what was seen. */
export function statusOf(
  cluster: Cluster,
  targets: readonly Target[],
  observed: readonly Observation[],
): Status {
  const { count, up, unknown } = votersSeen(cluster, observed);
  const members = cluster.nodes.filter(({ roles }) => roles.etcd);
  return {
    nodes: cluster.nodes.map((node) => nodeStatus(node, cluster.distribution.kind, targets, observed)),
    quorum: quorumState(count, up.size, unknown.size),
    unknownVoters: [...unknown],
    lock: lockSeen(observed),
    membership: planMembership(cluster, members, observed, { erase: [], remove: [] })
      .refusals.filter(({ code }) => code === "member-not-in-file" || code === "clusters-differ")
      .map(({ message }) => message),
  };
}

/** The lock that counts: one that is held before one that was given back, the latest of those. */
function lockSeen(observed: readonly Observation[]): LockStatus {
  const locks = observed
    .flatMap((one) => (one.kind === "installed" ? [one.facts.lock] : []))
    .filter(({ state }) => state !== "none");
  const held = locks.filter(({ state }) => state === "held").sort((one, other) => one.age - other.age)[0];
  if (held !== undefined) return { state: isHeld(held) ? "held" : "silent", lock: held };
  const latest = locks.sort((one, other) => (other.holder?.since ?? 0) - (one.holder?.since ?? 0))[0];
  return latest === undefined ? { state: "nobody", lock: undefined } : { state: "released", lock: latest };
}

function nodeStatus(
  node: Node,
  distribution: DistributionKind,
  targets: readonly Target[],
  observed: readonly Observation[],
): NodeStatus {
  const { name, offline } = node;
  const seen = observed.find((one) => one.node === name);
  const target = targets.find((one) => one.node.name === name);
  const installed = seen?.kind === "installed" ? seen : undefined;
  return {
    node: name,
    is: seen === undefined ? (offline ? "offline" : "unreachable") : seen.kind,
    why: seen?.kind === "unreachable" ? seen.problem.message : undefined,
    drift: target === undefined || seen?.kind !== "installed" ? [] : differencesOf(target, observed),
    runs: installed?.currentSystem,
    boots: installed && bootsOf(installed),
    confirmed: installed?.confirmed?.closure,
    reboot: rebootOf(installed),
    etcd: node.roles.etcd && installed !== undefined ? etcdOf(installed) : undefined,
    controlPlane: node.roles.controlPlane && installed !== undefined ? unwell(installed) : undefined,
    cordoned: cordonOf(name, observed),
    cordonedBy: markOf(name, observed),
    failedUnits: installed?.facts.units.failed ?? unknown("it could not be looked at"),
    served: installed === undefined ? [] : servedOf(installed, target),
    renewal: mapKnown(renewalOf({ node, distribution }, observed), (due) => due ?? null),
  };
}

function rebootOf(installed: InstalledObservation | undefined): NodeStatus["reboot"] {
  if (installed === undefined) return unknown("it could not be looked at");
  const { booted, running } = installed.facts.systems;
  return rebootReasons(booted, running);
}

function etcdOf({ facts: { etcd } }: InstalledObservation): NonNullable<NodeStatus["etcd"]> {
  const { status, healthy } = etcd;
  return {
    healthy,
    leads: status.known ? { known: true, value: status.value.leader === status.value.memberId } : status,
    version: status.known ? { known: true, value: status.value.version } : status,
  };
}

/** What is not well, or not known to be. */
function unwell({ facts: { controlPlane } }: InstalledObservation): readonly string[] {
  const { readyz, controllerManager, scheduler } = controlPlane;
  const part = (name: string, state: Known<boolean>): readonly string[] => {
    if (!state.known) return [`${name} unknown`];
    return state.value ? [] : [`${name} not healthy`];
  };
  const api = readyz.known
    ? readyz.value.ready
      ? []
      : [
          `apiserver not ready${readyz.value.failing.length > 0 ? ` (${readyz.value.failing.join(", ")})` : ""}`,
        ]
    : ["apiserver does not answer"];
  return [...api, ...part("controller-manager", controllerManager), ...part("scheduler", scheduler)];
}

function cordonOf(name: HostName, observed: readonly Observation[]): Known<boolean> {
  const lists = nodeLists(observed);
  const found = lists.flatMap((list) => list.filter((node) => node.name === name));
  if (lists.length === 0) return unknown("no apiserver answers");
  return { known: true, value: found.some(({ cordoned }) => cordoned) };
}

/** A run is dead that nobody deploys by. */
function markOf(name: HostName, observed: readonly Observation[]): NodeStatus["cordonedBy"] {
  const object = nodeObjects(observed)?.find((one) => one.name === name);
  const mark = object === undefined ? undefined : cordonMarkOf(object.annotations);
  if (mark === undefined) return undefined;
  const lives = observed.some(
    (one) => one.kind === "installed" && one.facts.lock.run === mark.run && isHeld(one.facts.lock),
  );
  return { ...mark, dead: !lives };
}

function servedOf(
  { facts, secrets }: InstalledObservation,
  target: Target | undefined,
): readonly ServedStatus[] {
  return (Object.keys(facts.served) as Server[]).flatMap((by): readonly ServedStatus[] => {
    const certificate = facts.served[by];
    if (certificate === undefined) return [];
    const file = `${SERVED_FILES[by]}.crt`;
    const wanted = target?.secrets.find((secret) => secret.file === file)?.digest;
    const unsent = wanted !== undefined && secrets[file] !== wanted;
    if (!certificate.known)
      return [{ by, serial: certificate, notAfter: certificate, stale: certificate, unsent }];
    const { serial, notAfter, isTheFiles } = certificate.value;
    return [{ by, serial: known(serial), notAfter: known(notAfter), stale: known(!isTheFiles), unsent }];
  });
}
