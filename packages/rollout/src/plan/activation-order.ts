import type { Cluster } from "@quorate/cluster";
import { gateHostsOf } from "../gate/gate-host.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { WATCHDOG_SECONDS } from "../watchdog/on-host.ts";
import { etcdAtStart, membersSeen } from "./cold-start.ts";
import { type Conduct, ORDINARY } from "./conduct.ts";
import { type GateHosts, gatingOf, isPartOfControlPlane } from "./gating.ts";
import { type HandOver, handOver, NOTHING_TO_HAND_OVER, type Others } from "./hand-over.ts";
import { activationLane, gateLane } from "./lane.ts";
import { isStartedAlone } from "./member-deed.ts";
import type { InstallNode, UpdateNode } from "./node-change.ts";
import type { Stage } from "./stage.ts";
import { type Standing, standingOf } from "./standing.ts";

type Change = InstallNode | UpdateNode;

/**
 * Seconds between the watchdogs of members that are started together: should whoever deploys die, they would go back in
 * the same second, each since the others serve. The next one sees that one is away.
 */
const APART = 60;

/**
 * The order in which nodes are activated.
 * 1. What etcd or the API is made of before workers, since a kubelet must never be newer than its apiserver.
 * 2. Who founds the cluster that others join; and at the end of these, who is let in once they are restarted.
 * 3. What is broken: nothing is lost by touching it, and nobody else may be touched while it is missing. Not where
 *    nothing runs at all.
 * 4. Where a change is not confirmed: whoever may go back at any time is nobody whom the others can count on.
 * 5. Members of etcd without a control plane before the control plane.
 * 6. What comes into being, which takes nothing away: installations, new masters, new members of etcd.
 * 7. Etcd's leader and whoever alone has the VIP after the others: each is moved once, and to one that is done.
 * 8. By name.
 *
 * One node at a time, but for a cold start, which etcd itself tells: then the stopped members among the targets are
 * activated together, at the place of the first of them. Where a cluster starts from nothing, it is asked whether it
 * works once etcd and the control plane are started.
 */
export function orderActivations(
  cluster: Cluster,
  changes: readonly Change[],
  observed: readonly Observation[],
  watchdogSeconds: number = WATCHDOG_SECONDS,
  conduct: Pick<Conduct, "coldStart"> = ORDINARY,
): readonly Stage[] {
  const cold = etcdAtStart(membersSeen(cluster, observed), conduct) === "starts";
  const standings = new Map(cluster.nodes.map((node) => [node.name, standingOf(cluster, node, observed)]));
  const standing = (change: Change): Standing => standings.get(change.desired.node.name) ?? NOBODY;
  const key = (change: Change) => turnOf(change, standing(change), cold);
  const ordered = [...changes].sort((a, b) => compare(key(a), key(b)) || byName(a, b));
  const gating = gatingOf(cluster, changes, cold);
  // What is there when it is a node's turn: what was there before, and what was made until then.
  const presentAt = (until: Change): Others => {
    const turns = ordered.slice(0, ordered.indexOf(until) + 1);
    const made = new Set(turns.map(({ desired }) => desired.node.name));
    return {
      isDone: (name) => made.has(name),
      standing: (name) => {
        const before = standings.get(name) ?? NOBODY;
        // Who is about to be no master any more is one until its own turn is over.
        return made.has(name)
          ? { ...EVERYTHING, retires: before.retires && name === until.desired.node.name }
          : before;
      },
      answers: (name) => knownOf(name, observed)?.kind === "installed",
    };
  };
  const hosts = (change: Change, until: Change): GateHosts =>
    gateHostsOf(cluster, change.desired.node, presentAt(until).standing);
  const members = cold ? ordered.filter(isSwitchedMember) : [];
  const together = members.length < 2 ? [] : members;
  const activation = (change: Change) =>
    activationLane(
      cluster,
      change,
      gating(change),
      hosts(change, change),
      cold ? NOTHING_TO_HAND_OVER : handedOver(cluster, change, presentAt(change)),
      watchdogSeconds + APART * Math.max(0, together.indexOf(change)),
    );
  const later = ordered.filter((change) => gating(change) === "together");
  const [first] = together;
  const last = later.at(-1);
  return ordered.flatMap((change): readonly Stage[] => [
    ...(change === first ? [{ kind: "activate-together", lanes: together.map(activation) } as const] : []),
    ...(together.includes(change) ? [] : [{ kind: "activate", lanes: [activation(change)] } as const]),
    ...(change === last
      ? [{ kind: "gate-together", lanes: later.map((one) => gateLane(one, hosts(one, change))) } as const]
      : []),
  ]);
}

/** What others take over before a node is changed; a machine that is installed has nothing of that. */
function handedOver(cluster: Cluster, change: Change, others: Others): HandOver {
  if (change.kind === "install") return NOTHING_TO_HAND_OVER;
  const { desired, system, restart, reboot, renewal } = change;
  const disturbance = {
    closure: system ? desired.closure : undefined,
    restart: renewal === undefined ? restart : [...restart, renewal.unit],
    all: reboot !== undefined,
  };
  return handOver(cluster, desired.node, disturbance, others);
}

const EVERYTHING = { installed: true, apiserver: true } as const;
const NOBODY: Standing = {
  installed: false,
  apiserver: false,
  retires: false,
  broken: undefined,
  unconfirmed: false,
  leads: false,
  holdsVip: false,
};

/** An etcd member whose units are about to be started by a switch. */
function isSwitchedMember(change: Change): boolean {
  const { kind, desired, deed } = change;
  return kind === "update" && change.system && desired.node.roles.etcd && !isStartedAlone(deed);
}

/** What says when it is a node's turn, the most important first; less is earlier. */
function turnOf({ kind, desired, deed }: Change, standing: Standing, cold: boolean): readonly number[] {
  const { node } = desired;
  const { etcd, controlPlane } = node.roles;
  const isNew = kind === "install" || deed !== undefined || (controlPlane && !standing.apiserver);
  return [
    isPartOfControlPlane(node) ? 0 : 1,
    deed?.kind === "enter" && deed.late ? 1 : 0,
    deed?.kind === "found-alone" ? 0 : 1,
    !cold && standing.broken !== undefined ? 0 : 1,
    !cold && standing.unconfirmed ? 0 : 1,
    etcd && !controlPlane ? 0 : 1,
    isNew ? 0 : 1,
    Number(standing.leads) + Number(standing.holdsVip),
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((one, index) => one !== b[index]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

function byName(a: Change, b: Change): number {
  return a.desired.node.name < b.desired.node.name ? -1 : 1;
}
