import type { ByDistribution, Cluster, EtcdMember, HostName, Node } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import type { EtcdMembership, ListedMember } from "../observe/etcd-seen.ts";
import type { Json } from "../observe/json.ts";
import { toldOr } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Leaving } from "../step/member/remove-member.ts";
import { mayBeJoined } from "./agreed-flags.ts";
import type { Consent } from "./consent.ts";
import { type MemberCase, placeOf } from "./member-case.ts";
import type { MemberDeed, MemberDeeds, Removal } from "./member-deed.ts";
import { decideServer, LEAVING_SERVERS } from "./server-membership.ts";
import {
  LEAVING_MEMBERS,
  type LeavingMembers,
  planUnlisted,
  type View,
  viewsOf,
  voterOf,
  wordsOf,
} from "./unlisted.ts";

// No generation founds a cluster or joins one: both are deeds, and what they are follows from what etcd says of its
// members and the hosts of their data. A member without data that was started with a list of its own beside a cluster
// that lives would make a second one, empty, which takes writes. What is not known counts as being in the way.

/** What is to be done about who is a member of etcd, and what is in the way of it. */
export interface MembershipPlan {
  readonly refusals: readonly RolloutProblem[];
  readonly deeds: MemberDeeds;
  /** Before anything else is touched, in this order. */
  readonly removals: readonly Removal[];
}

/** Compares the file with etcd, if a target is a member by the file. `options`: those that each node is to have, as far as somebody tells. */
export function planMembership(
  cluster: Cluster,
  nodes: readonly Node[],
  observed: readonly Observation[],
  consent: Pick<Consent, "erase" | "remove">,
  options: (node: HostName) => Json | undefined = () => undefined,
): MembershipPlan {
  const targets = nodes.filter(({ roles }) => roles.etcd);
  const nothing = { deeds: new Map<HostName, MemberDeed>(), removals: [] };
  if (targets.length === 0) return { refusals: [], ...nothing };
  const views = viewsOf(observed);
  const differing = refuseTwoClusters(views, OPERATIONS[cluster.distribution.kind].etcd.folder);
  // Which of the two is meant, only a person can say: no list counts.
  if (differing.length > 0) return { refusals: differing, ...nothing };
  const { leaving, decide } = MEMBERSHIPS[cluster.distribution.kind];
  const { removals, refusals: unlisted } = planUnlisted(leaving, cluster, views, observed, consent.remove);
  const refusals: RolloutProblem[] = [...unlisted];
  // Who has another address now is given up at the old one by the same word.
  const moved = removals.map(({ whom }) => whom.name);
  const deeds = new Map<HostName, MemberDeed>();
  for (const { name } of targets) {
    const own = cluster.etcd.members.find((one) => one.name === name);
    if (own === undefined) throw new Error(`${name} is no member of etcd`);
    const decided = decide({
      cluster,
      own,
      targets: targets.map((target) => target.name),
      views,
      observed,
      erase: [...consent.erase, ...moved].includes(name),
      mayJoin: mayBeJoined(name, observed, options),
    });
    if (decided === undefined) continue;
    if ("code" in decided) refusals.push(decided);
    else deeds.set(name, decided);
  }
  const early = [...deeds.values()].flatMap((deed) =>
    deed.kind === "enter" && deed.late && deed.remove !== undefined ? [deed.remove] : [],
  );
  return { refusals, deeds, removals: [...removals, ...early] };
}

function refuseTwoClusters(views: readonly View[], folder: string): readonly RolloutProblem[] {
  const ids = [...new Set(views.map(({ membership }) => membership.clusterId))];
  if (ids.length < 2) return [];
  const told = ids.map((id) => {
    const names = views.filter(({ membership }) => membership.clusterId === id).map(({ by }) => by);
    return `${id} on ${names.join(", ")}`;
  });
  return [
    problem(
      "clusters-differ",
      "etcd",
      `etcd's members are in different clusters: ${told.join("; ")}`,
      `Find out which one holds your data (etcdctl get --prefix / --keys-only on each), stop etcd on the others and move their ${folder}/member away, then deploy to them one by one (docs/deploy.md)`,
    ),
  ];
}

/** How membership comes about. */
interface Membership {
  /** What becomes of members that the file does not have. */
  readonly leaving: LeavingMembers;
  /** What has to be done so that the target is a voter, or why that can't be; `undefined` where it is one. */
  readonly decide: (one: MemberCase) => MemberDeed | RolloutProblem | undefined;
}

/** Upstream's etcd is told its members; a server of k3s' is told another one. */
const MEMBERSHIPS: ByDistribution<Membership> = {
  kubernetes: { leaving: LEAVING_MEMBERS, decide: decideMember },
  k3s: { leaving: LEAVING_SERVERS, decide: decideServer },
};

function decideMember(one: MemberCase): MemberDeed | RolloutProblem | undefined {
  const { own, views, observed } = one;
  const data = dataOf(own.name, observed);
  if (views.length === 0) return data === "yes" ? undefined : foundOrRefuse(one);
  if (data === "unknown") return notTold(own);
  const { place, differs } = placeOf(one);
  // One that lags behind the others is a reason to wait, unless nothing is to be done.
  if (differs) return data === "yes" ? undefined : listsDiffer(own, views);
  if (place === undefined) return data === "yes" ? joinWithData(one) : joinOrRefuse(one, undefined, false);
  if (data === "yes")
    return place.learner || isJoining(one) ? joinOrRefuse(one, undefined, false) : undefined;
  if (place.started) return replace(one, place);
  if (place.learner || place.name === "") return joinOrRefuse(one, undefined, false);
  return views.every(({ membership }) => isStaticList(one.cluster, membership))
    ? found(one.cluster)
    : otherBeginning(own, views);
}

/** Nobody told a list. That is right where none has data; everywhere else it is in the way. */
function foundOrRefuse({ cluster, own, observed }: MemberCase): MemberDeed | RolloutProblem {
  const others = cluster.etcd.members.map(({ name }) => name).filter((name) => name !== own.name);
  const silent = others.filter((name) => dataOf(name, observed) === "unknown");
  const stopped = others.filter((name) => dataOf(name, observed) === "yes");
  if (silent.length + stopped.length === 0) return found(cluster);
  const why = [
    ...stopped.map((name) => `${name} has data, but its etcd does not tell its members`),
    ...silent.map((name) => `${name} could not be asked whether it has data`),
  ].join("; ");
  const start =
    stopped.length === 0 ? "" : `start etcd on ${stopped.join(", ")} first (deploy those alone, together); `;
  return problem(
    "member-unknown",
    own.name,
    `${own.name} has no data of etcd's, and whether there is a cluster that it would have to join is not known: ${why}`,
    `${capital(start)}${start === "" ? "Switch" : "switch"} on what is off: a member without data is only started where all members were asked`,
  );
}

function found({ etcd }: Cluster): MemberDeed {
  return { kind: "found", list: etcd.members.map(({ name, peerUrl }) => `${name}=${peerUrl}`) };
}

/** It was started before, and has nothing left of that: whatever it is now is another member. */
function replace(one: MemberCase, place: ListedMember): MemberDeed | RolloutProblem {
  const { own, erase } = one;
  // A learner was no copy of anything that the others do not have.
  if (!erase && !place.learner) {
    return problem(
      "member-replaced",
      own.name,
      `${own.name} has no data of etcd's, but etcd knows it as the member ${wordsOf(place)}, which was started before: it would be refused for ever`,
      `If that machine or its data is gone for good, give --erase ${own.name}: it is removed from etcd by its id, and joins anew. If its disk is only not mounted, mount it and start etcd`,
    );
  }
  const { id, name, peerUrls } = place;
  return joinOrRefuse(one, { kind: "member", id, name, peerUrls }, false);
}

/** It has data, and etcd does not have it: a join that was cut off, or a member that was removed once. */
function joinWithData(one: MemberCase): MemberDeed | RolloutProblem {
  const { own, erase } = one;
  if (erase || isJoining(one)) return joinOrRefuse(one, undefined, true);
  return problem(
    "member-stale",
    own.name,
    `${own.name} has data of etcd's, but the cluster of ${one.views.map(({ by }) => by).join(", ")} does not have it for a member`,
    `If it was removed from etcd once, give --erase ${own.name}: its data are moved aside, and it joins anew. Otherwise find out of which cluster they are`,
  );
}

/** Seconds that a learner may take to start and to catch up, and how many bytes a second it is trusted to get. */
const JOIN_TIMEOUT = 600;
const SLOWEST = 128 * 1024;

function joinOrRefuse(
  one: MemberCase,
  remove: Leaving | undefined,
  aside: boolean,
): MemberDeed | RolloutProblem {
  const { own, views } = one;
  const through = voterOf(one.cluster, views, one.observed, own.name);
  if (through === undefined) {
    return problem(
      "etcd-without-quorum",
      own.name,
      `${own.name} is to join the etcd of ${views.map(({ by }) => by).join(", ")}, and none of them serves: without a quorum nobody is added`,
      "Start the members that have data first (deploy those alone, together), then run the same command again",
    );
  }
  const sizes = one.observed.map((seen) =>
    seen.kind === "installed" ? (toldOr(seen.facts.etcd.status, undefined)?.size ?? 0) : 0,
  );
  const timeoutSeconds = JOIN_TIMEOUT + Math.ceil(Math.max(0, ...sizes) / SLOWEST);
  return { kind: "join", through, remove, aside, timeoutSeconds };
}

function notTold({ name }: EtcdMember): RolloutProblem {
  return problem(
    "member-unknown",
    name,
    `whether ${name} has data of etcd's could not be asked, and there is a cluster that it would have to join`,
    `See what its shell says (ssh ${name}, ls /var/lib/etcd), then run the same command again`,
  );
}

function listsDiffer({ name }: EtcdMember, views: readonly View[]): RolloutProblem {
  return problem(
    "members-disagree",
    name,
    `${views.map(({ by }) => by).join(", ")} do not say the same of ${name} as a member of etcd`,
    "Run the same command again once they do: one of them lags behind (journalctl -u etcd), or was removed and goes on",
  );
}

function otherBeginning({ name }: EtcdMember, views: readonly View[]): RolloutProblem {
  return problem(
    "member-would-start-a-cluster",
    name,
    `${name} is in the list that ${views.map(({ by }) => by).join(", ")} began with and was never started, but that list is not the one of machines.ts: it would begin another cluster`,
    "Finish what was begun with the members of then, by putting them back into machines.ts, and change it afterwards",
  );
}

/** A machine that is not ours has no data of this cluster's, unless it serves as part of one. */
function dataOf(name: HostName, observed: readonly Observation[]): InstalledObservation["etcd"]["data"] {
  const seen = knownOf(name, observed);
  if (seen === undefined) return "unknown";
  if (seen.kind === "installed") return seen.etcd.data;
  return (seen.answersAt ?? []).length > 0 ? "unknown" : "no";
}

function isJoining({ own, observed }: MemberCase): boolean {
  const seen = knownOf(own.name, observed);
  return seen?.kind === "installed" && seen.etcd.joining;
}

/**
 * Whether etcd's list is word for word that of the file, as of a first installation that is under way: who is
 * started with it joins the same cluster, whose id is made from that list. A member that was added has no name before
 * its first start.
 */
function isStaticList(cluster: Cluster, { members }: EtcdMembership): boolean {
  const told = members.flatMap(({ name, peerUrls }) => peerUrls.map((url) => `${name}=${url}`));
  const wanted = cluster.etcd.members.map(({ name, peerUrl }) => `${name}=${peerUrl}`);
  return told.sort().join() === wanted.sort().join();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
