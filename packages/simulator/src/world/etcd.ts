import type { HostName } from "@quorate/cluster";
import { type Host, isOnNetwork } from "./host.ts";
import { partState } from "./parts.ts";
import type { EtcdStart } from "./system.ts";
import type { World } from "./world.ts";

// etcd as far as membership goes. A log is how far it goes: its entries are the configurations, and writes that
// nobody needs to tell apart. What was acknowledged is what a quorum of those in step has.

/** A member, as a configuration has it. */
export interface MemberEntry {
  readonly id: number;
  readonly name: string;
  readonly peerUrl: string;
  readonly learner: boolean;
}

/** A cluster, which is what one id stands for. */
export interface EtcdCluster {
  readonly id: number;
  /** Every configuration that was agreed upon, with its place in the log; ascending. */
  readonly configurations: { readonly index: number; readonly members: readonly MemberEntry[] }[];
  /** Members that have told their client URLs, which they do at their first start, each with that place in the log. */
  readonly started: Map<number, number>;
  /** How far the log goes that was acknowledged. */
  acknowledged: number;
  /** Whether it takes writes. */
  available: boolean;
  /** The servers' token, where there is one: k3s keeps its authorities in etcd under a key that is made of it. */
  token: string | undefined;
  /** The member that leads it, and since when; `undefined` where nobody does. */
  leader: { readonly id: number; readonly since: number } | undefined;
}

/** What a member has on its disk. */
export interface EtcdData {
  readonly cluster: EtcdCluster;
  readonly id: number;
  log: number;
  /** The place in the log of the configuration that it was told when it joined. */
  readonly told: number;
  /** Whether its peers have told it that it is no member any more: they do so again at every start. */
  removed?: boolean;
  /** The boot during which it began to catch up. */
  syncing: number | undefined;
  /** Since when it is not well, and whether by our own hand. */
  lost: { readonly at: number; readonly ours: boolean } | undefined;
}

/** What was copied of a cluster: how far its log went, and what opens it. */
export interface Snapshot {
  readonly log: number;
  readonly token: string | undefined;
}

/** How a cluster's voters are. */
export interface Health {
  readonly voters: number;
  readonly quorum: number;
  /** Voters that are up, connected and in step. */
  readonly healthy: readonly HostName[];
}

/** Starts etcd: what systemd says of the unit then. It is tried again while that is `activating`. */
export function startEtcd(world: World, host: Host, written: EtcdStart): "active" | "activating" {
  const start = { ...written, ...host.handed };
  // For this start alone: where it fails, it is gone.
  host.handed = undefined;
  if (host.disk === undefined) return "activating";
  const data = host.disk.etcd;
  if (data !== undefined) return isRemoved(data) ? "activating" : "active";
  const joined = start.state === "new" ? bootstrap(world, host, start) : join(world, host, start);
  if (joined === undefined) return "activating";
  host.disk.etcd = { ...joined, syncing: undefined, lost: { at: world.agenda.now, ours: false } };
  return "active";
}

type Joined = Pick<EtcdData, "cluster" | "id" | "log" | "told">;

/** A list of its own makes a cluster of its own, unless a peer knows this member for one that was started before. */
function bootstrap(world: World, host: Host, start: EtcdStart): Joined | undefined {
  const id = memberId(start.name, start.peerUrl, start.token);
  if (peersOf(world, host, urlsIn(start)).some((peer) => isStartedTo(peer, id))) return undefined;
  const clusterId = hash([start.token, ...start.initialCluster].join());
  let cluster = world.etcd.get(clusterId);
  if (cluster === undefined) {
    const members = start.initialCluster.map((text): MemberEntry => {
      const [name = "", peerUrl = ""] = text.split("=");
      return { id: memberId(name, peerUrl, start.token), name, peerUrl, learner: false };
    });
    cluster = {
      id: clusterId,
      configurations: [{ index: 1, members }],
      started: new Map(),
      acknowledged: 1,
      available: false,
      token: undefined,
      leader: undefined,
    };
    world.etcd.set(clusterId, cluster);
    world.note({ kind: "cluster-founded", node: host.name, cluster: clusterId, beside: [] });
  }
  return { cluster, id, log: 1, told: 1 };
}

/** A member that was added to a cluster asks a peer who is in it: that has to be what it was told. */
function join(world: World, host: Host, start: EtcdStart): Joined | undefined {
  for (const peer of peersOf(world, host, urlsIn(start))) {
    const { cluster } = peer;
    const members = membersKnownTo(peer);
    const own = members.find(({ peerUrl }) => peerUrl === start.peerUrl);
    const wanted = [...urlsIn(start)].sort();
    if (own === undefined || wanted.join() !== urlsOf(members)) continue;
    return { cluster, id: own.id, log: 0, told: cluster.configurations.at(-1)?.index ?? 1 };
  }
  return undefined;
}

function urlsOf(members: readonly MemberEntry[]): string {
  return members
    .map(({ peerUrl }) => peerUrl)
    .sort()
    .join();
}

function urlsIn({ initialCluster }: Pick<EtcdStart, "initialCluster">): readonly string[] {
  return initialCluster.map((text) => text.slice(text.indexOf("=") + 1));
}

/** Data of the members at these peer URLs that answer a host. */
export function peersOf(world: World, host: Host, urls: readonly string[]): readonly EtcdData[] {
  if (!isOnNetwork(host)) return [];
  return world.hostList.flatMap((peer) => {
    const listed = peer !== host && peer.member !== undefined && urls.includes(peer.member.peerUrl);
    const data = peer.disk?.etcd;
    return listed && isOnNetwork(peer) && !peer.keepsOut && runsEtcd(peer) && data !== undefined
      ? [data]
      : [];
  });
}

/** Whether the process is there, with or without a quorum. */
export function runsEtcd(host: Host): boolean {
  return host.power === "on" && partState(host, "etcd") === "active" && host.disk?.etcd !== undefined;
}

/** The members by the log of one of them, which may be behind. */
export function membersKnownTo({ cluster, log, told }: EtcdData): readonly MemberEntry[] {
  const known = Math.max(log, told);
  return cluster.configurations.findLast(({ index }) => index <= known)?.members ?? [];
}

/** Whether a member was started before, as far as another knows. */
export function isStartedTo({ cluster, log, told }: EtcdData, id: number): boolean {
  return (cluster.started.get(id) ?? Number.POSITIVE_INFINITY) <= Math.max(log, told);
}

/** Whether a member knows that it is none any more: its process ends, and does so again at every start. */
export function isRemoved(data: EtcdData): boolean {
  return data.removed === true || !membersKnownTo(data).some(({ id }) => id === data.id);
}

/** Whether it has a vote. */
export function isVoter({ cluster, id }: EtcdData): boolean {
  return membersOf(cluster).some((one) => one.id === id && !one.learner);
}

/** The latest configuration of a cluster. */
export function membersOf({ configurations }: EtcdCluster): readonly MemberEntry[] {
  return configurations.at(-1)?.members ?? [];
}

/** Agrees upon another configuration, where the cluster takes writes. */
export function configure(world: World, cluster: EtcdCluster, members: readonly MemberEntry[]): boolean {
  if (!cluster.available) return false;
  cluster.acknowledged += 1;
  cluster.configurations.push({ index: cluster.acknowledged, members });
  for (const host of world.hostList) {
    const data = host.disk?.etcd;
    if (
      data?.cluster === cluster &&
      data.log === cluster.acknowledged - 1 &&
      isOnNetwork(host) &&
      runsEtcd(host)
    ) {
      data.log = cluster.acknowledged;
    }
  }
  world.touch();
  return true;
}

/** How the voters of a cluster are. Of those that were lost by no hand of ours after `since`, nobody can know yet. */
export function healthOf(world: World, cluster: EtcdCluster, since = Number.POSITIVE_INFINITY): Health {
  const voters = membersOf(cluster).filter(({ learner }) => !learner);
  const ids = new Set(voters.map(({ id }) => id));
  const healthy = world.hostList.filter((host) => {
    const gone = host.lost !== undefined && host.lost.at > since ? host.lost.data : undefined;
    const data = host.disk?.etcd ?? gone;
    if (data === undefined || data.cluster !== cluster || !ids.has(data.id)) return false;
    return data.lost === undefined || (!data.lost.ours && data.lost.at > since);
  });
  return {
    voters: voters.length,
    quorum: quorumOf(voters.length),
    healthy: healthy.map(({ name }) => name),
  };
}

/** More than half. */
export function quorumOf(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/** What etcd asks before it removes a voter: whether enough of the others are connected. */
export function isSpare(world: World, cluster: EtcdCluster, leaving: number): boolean {
  const voters = membersOf(cluster).filter(({ learner }) => !learner);
  const active = new Set(
    world.hostList.flatMap((host) => {
      const data = host.disk?.etcd;
      return data?.cluster === cluster && runsEtcd(host) && isOnNetwork(host) ? [data.id] : [];
    }),
  );
  if (!active.has(leaving)) return true;
  const left = voters.filter(({ id }) => id !== leaving && active.has(id)).length;
  return left >= quorumOf(voters.length - 1);
}

/** Whether a member has all that was acknowledged, and is there to have what follows. */
export function isInStep(world: World, cluster: EtcdCluster, id: number): boolean {
  return world.hostList.some(
    (host) =>
      host.disk?.etcd?.cluster === cluster &&
      host.disk.etcd.id === id &&
      host.disk.etcd.log === cluster.acknowledged &&
      runsEtcd(host) &&
      isOnNetwork(host),
  );
}

/** The number that etcd gives a member, or a cluster: made of what it is started with. */
function memberId(name: string, peerUrl: string, token: string): number {
  return hash(`${name} ${peerUrl} ${token}`);
}

/** A number that stands for a text. */
export function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return sum;
}
