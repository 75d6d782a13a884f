import { type Cluster, type HostName, urlHost } from "@quorate/cluster";
import type { ApiDoor } from "../api/api-door.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import type { ListedMember } from "../observe/etcd-seen.ts";
import { toldOr } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Voter } from "../step/member/etcd-api.ts";
import { type MemberCase, placeOf } from "./member-case.ts";
import type { MemberDeed, Removal } from "./member-deed.ts";
import { type ServerStart, type ServerState, serverStart } from "./server-start.ts";
import { type LeavingMembers, type View, voterOf, wordsOf } from "./unlisted.ts";

/** What is known of a server, by a look at its machine. */
function serverState(name: HostName, observed: readonly Observation[]): ServerState {
  const seen = knownOf(name, observed);
  if (seen === undefined) return "unknown";
  if (seen.kind === "bare") {
    // Nobody asked, or that failed: that is no "nothing".
    return Array.isArray(seen.answersAt) && seen.answersAt.length === 0 ? "empty" : "unknown";
  }
  const { data } = seen.etcd;
  if (data === "unknown") return "unknown";
  if (data === "yes") return isServing(seen) ? "serves" : "has-data";
  const { readyz } = seen.facts.controlPlane;
  const quiet = !seen.etcdRunning && seen.etcd.membership === "unknown" && !readyz.known;
  return quiet ? "empty" : "starting";
}

/** Whether a server reads and writes through a quorum, and its API is ready. */
export function isServing({ facts: { etcd, controlPlane } }: InstalledObservation): boolean {
  const isLearner = etcd.status.known && etcd.status.value.learner;
  return toldOr(etcd.healthy, false) && !isLearner && toldOr(controlPlane.readyz, undefined)?.ready === true;
}

/** What has to be done so that a server is one of the cluster, or why that can't be; `undefined` where it is one. */
export function decideServer(one: MemberCase): MemberDeed | RolloutProblem | undefined {
  const { cluster, own, observed, targets, views } = one;
  const otherData = otherDataOf(own.name, observed);
  if (otherData !== undefined) return startedAlone(own.name, otherData);
  const states = new Map(cluster.etcd.members.map(({ name }) => [name, serverState(name, observed)]));
  const start = serverStart(own.name, targets, states);
  const { place, differs } = placeOf(one);
  if (start.kind === "stays") {
    const isListed = views.length === 0 || place !== undefined;
    return isListed || differs ? undefined : leftBehind(own.name, views);
  }
  const deed = DEEDS[start.kind](one, start as never);
  // k3s refuses a second member of a name, and so would refuse this one for ever.
  if (place?.started !== true || start.kind === "untold") return deed;
  const through = voterOf(cluster, views, observed, own.name);
  const isMeant = one.erase && deed !== undefined && "kind" in deed && deed.kind === "enter";
  if (!isMeant || through === undefined) return listedStill(own.name, wordsOf(place), place.learner);
  return { ...deed, remove: removalOf(cluster, place, through) };
}

type Deciding<K extends ServerStart["kind"]> = (
  one: MemberCase,
  start: Extract<ServerStart, { readonly kind: K }>,
) => MemberDeed | RolloutProblem | undefined;

const DEEDS: { readonly [K in ServerStart["kind"]]: Deciding<K> } = {
  stays: () => undefined,
  founds: ({ cluster, own }) =>
    isAdopted(cluster) ? withoutData(own.name) : { kind: "found-alone", others: othersOf(cluster, own.name) },
  joins: ({ cluster, own, observed, targets, mayJoin }, { servers }) => {
    const others = cluster.etcd.members.map(({ name }) => name);
    const rest = others.filter((name) => name !== own.name && !servers.includes(name) && mayJoin(name));
    const lag = (name: HostName) => Number(hasOldFiles(name, observed));
    const [first, ...more] = servers.filter(mayJoin).sort((a, b) => lag(a) - lag(b));
    const url = (name: HostName) => apiUrl(cluster, name);
    // Who is no target is not restarted, and lets nobody in by waiting.
    const late = servers.every((name) => hasOldFiles(name, observed) && targets.includes(name));
    // Where none can be joined that is told by its flags.
    return {
      kind: "enter",
      servers: [url(first ?? servers[0]), ...more.map(url), ...rest.map(url)],
      ...(late ? { late } : {}),
    };
  },
  untold: ({ cluster, own }) =>
    problem(
      "member-unknown",
      own.name,
      `whether ${own.name} has data of a cluster could not be asked`,
      `See what its shell says (ssh ${own.name}, ls ${OPERATIONS[cluster.distribution.kind].etcd.folder}), then run the same command again`,
    ),
  waits: ({ own }, { for: others }) => refuseFounding(own.name, others),
};

/** Whether a server has not read its files since they were renewed: it lets in whoever has the token of before. */
function hasOldFiles(name: HostName, observed: readonly Observation[]): boolean {
  const seen = knownOf(name, observed);
  return seen?.kind === "installed" && seen.unread.includes(OPERATIONS.k3s.etcdUnit);
}

function isAdopted({ distribution }: Cluster): boolean {
  return distribution.kind === "k3s" && distribution.authorities === "adopted";
}

/** Its authorities are in its data, and nowhere else. */
function withoutData(own: HostName): RolloutProblem {
  return problem(
    "adopted-without-data",
    own,
    `no server has data of the cluster that was taken over, and ${own} would found another one in its place`,
    "Bring a server back that has them, or restore a snapshot on one (docs/k3s.md). For a new cluster take authorities and hostKey out of machines.ts, and name an empty folder of certificates",
  );
}

const WHY: { readonly [S in ServerState]: (name: HostName) => string } = {
  serves: (name) => `${name} serves`,
  "has-data": (name) => `${name} has data of a cluster, and does not serve`,
  empty: (name) => `${name} has no data`,
  starting: (name) => `k3s runs on ${name} without data: it joins or founds a cluster at this moment`,
  unknown: (name) => `${name} could not be asked whether it has data`,
};

function refuseFounding(
  own: HostName,
  others: readonly (readonly [HostName, ServerState])[],
): RolloutProblem {
  const of = (state: ServerState) => others.filter((one) => one[1] === state).map(([name]) => name);
  const [stopped, silent] = [of("has-data"), of("unknown")];
  const todo = [
    ...(stopped.length === 0
      ? []
      : [
          `Start k3s on ${stopped.join(", ")} first, until it serves (there: systemctl start k3s, journalctl -u k3s)`,
        ]),
    ...(silent.length === 0
      ? []
      : [
          `${stopped.length === 0 ? "Switch" : "switch"} on ${silent.join(", ")}, or take what is gone for good out of machines.ts`,
        ]),
    "then run the same command again: a cluster is founded only once every server was asked and has no data",
  ];
  return problem(
    "member-unknown",
    own,
    `${own} has no data, and whether there is a cluster that it would have to join is not known: ${others.map(([name, state]) => WHY[state](name)).join("; ")}`,
    capital(todo.join("; ")),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The other servers, and the VIP: a server that the file has no more may be behind that. */
function othersOf(cluster: Cluster, own: HostName): readonly string[] {
  const { members } = cluster.etcd;
  const { vip, url } = cluster.api;
  return [
    ...members.filter(({ name }) => name !== own).map(({ name }) => apiUrl(cluster, name)),
    ...(vip === undefined ? [] : [url]),
  ];
}

/** Where a server answers others, with and without an API behind it. */
function apiUrl({ nodes, api }: Cluster, name: HostName): string {
  const node = nodes.find((one) => one.name === name);
  if (node === undefined) throw new Error(`${name} is no node`);
  return `https://${urlHost(node.addresses[0])}:${api.port}`;
}

function otherDataOf(name: HostName, observed: readonly Observation[]): string | undefined {
  const seen = knownOf(name, observed);
  return seen?.kind === "installed" ? seen.etcd.otherData : undefined;
}

function startedAlone(name: HostName, file: string): RolloutProblem {
  return problem(
    "server-alone",
    name,
    `${name} was started as a server of its own, without etcd: its objects are in ${file}`,
    `If nothing in it is needed, stop k3s there and move the file aside (systemctl stop k3s; mv ${file} ${file}.aside), then run the same command again. To keep it, make it a cluster of etcd by hand first: k3s server --cluster-init does that once`,
  );
}

function listedStill(name: HostName, words: string, learner: boolean): RolloutProblem {
  const wait = learner
    ? "It is a learner that k3s itself takes off the list within five minutes: run the same command again then. Or at once: "
    : "";
  return problem(
    "member-replaced",
    name,
    `${name} has no data, and the cluster knows it as the member ${words}, which was started before: k3s would refuse it for ever (duplicate node name)`,
    `${wait}If that machine or its data is gone for good, give --erase ${name}, once another server serves: its Node is deleted, its member and its password go with that, and it joins anew. If its disk is only not mounted, mount it`,
  );
}

/** A member that was removed, and comes back. */
function leftBehind(name: HostName, views: readonly View[]): RolloutProblem {
  const { folder } = OPERATIONS.k3s.etcd;
  return problem(
    "member-stale",
    name,
    `${name} has data of a cluster, but that of ${views.map(({ by }) => by).join(", ")} does not have it for a member: it was removed, or is another cluster's`,
    `If it was removed once and is to come back: on it, systemctl stop k3s and mv ${folder} ${folder}.aside; on another server, k3s kubectl delete node ${name}, where there is still one. Then run the same command again, and it joins anew`,
  );
}

/** Servers that the file does not have: by member or node, and taken away with their Nodes. */
export const LEAVING_SERVERS: LeavingMembers = {
  // One that moves to another address is none that goes.
  namesOf: (cluster, member) => (isOfFile(cluster, member) ? undefined : [member.name, nodeNameOf(member)]),
  notInFile,
  removal: removalOf,
};

/** k3s calls a member by its node, and a random word. */
function nodeNameOf({ name }: ListedMember): string {
  return name.replace(/-[0-9a-f]{8}$/, "");
}

function isOfFile({ nodes }: Cluster, member: ListedMember): boolean {
  return nodes.some(({ name }) => name === nodeNameOf(member));
}

/** Its Node is deleted, and k3s takes the member and the password of that name away, in the order that works. */
function removalOf(cluster: Cluster, member: ListedMember, through: Voter): Removal {
  const { id, name, peerUrls } = member;
  const door: ApiDoor = {
    host: through.node,
    distribution: through.distribution,
    urls: [apiUrl(cluster, through.node)],
  };
  const withNode = { name: nodeNameOf(member), door };
  return {
    through,
    whom: { kind: "member", id, name, peerUrls, ...(withNode.name === "" ? {} : { withNode }) },
  };
}

function notInFile(cluster: Cluster, member: ListedMember): RolloutProblem {
  const node = nodeNameOf(member);
  const hint = isOfFile(cluster, member)
    ? `Set ${member.peerUrls.join(", ")} back in machines.ts. To move a server: take it out of machines.ts, deploy with --remove ${node}, then put it back with its new address, and install it anew`
    : `If it is to go, switch it off, and give --remove ${node || member.id}: its Node is deleted, and its member goes with that, before anything else is touched. Otherwise put it back into machines.ts`;
  return problem(
    "member-not-in-file",
    node || member.peerUrls.join(","),
    `etcd has a member ${wordsOf(member)} that machines.ts does not have there`,
    hint,
  );
}
