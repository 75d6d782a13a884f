import type { HostName } from "@quorate/cluster";
import { SERVER_TOKEN } from "@quorate/rollout";
import { answersOthers } from "./api.ts";
import {
  configure,
  type EtcdCluster,
  hash,
  isInStep,
  isRemoved,
  isSpare,
  type MemberEntry,
  membersOf,
  runsEtcd,
} from "./etcd.ts";
import { type Disk, type Host, isOnNetwork, type Told, type UnitState } from "./host.ts";
import { partState } from "./parts.ts";
import type { ServerSettings } from "./system.ts";
import type { World } from "./world.ts";

// k3s' servers: what a start makes of what is on the disk and of what it is told. Data stay the member that they are,
// whatever is told; without any, `K3S_URL` joins, `K3S_CLUSTER_INIT` alone founds, and neither is a cluster of its own on
// SQLite, from which the unit's conditions keep it.

/** Milliseconds after which nobody founds any more by a word that is still there. */
const WORD_AGE = 10 * 60 * 1000;

/** Milliseconds between two looks of k3s' at learners, and those after which one that is not there is taken off the list. */
const LOOK = 15_000;
const STALLED = 5 * 60 * 1000;

/** Starts a server: what systemd says of the unit then. It is tried again while that is `activating`. */
export function startServer(world: World, host: Host, settings: ServerSettings): UnitState {
  const { disk } = host;
  if (disk === undefined) return "activating";
  const { etcd: data } = disk;
  if (data !== undefined) {
    if (isRemoved(data) || tokenOf(disk) !== data.cluster.token) return "activating";
    host.serverToken = tokenOf(disk);
    return "active";
  }
  const told = wordOf(world, host, settings);
  if (told === undefined) {
    if (!world.without.has("conditions")) return "inactive";
    disk.alone = true;
    world.note({ kind: "server-alone", node: host.name });
    return "active";
  }
  if (whyNotStarted(world, host, settings) !== undefined) return "activating";
  if (told.kind === "found") found(world, host, disk, settings);
  else enter(world, host, disk, settings, told.server);
  host.serverToken = tokenOf(disk);
  return "active";
}

function wordOf(world: World, { told }: Host, { founds }: ServerSettings): Told | undefined {
  return told ?? (founds ? { kind: "found", at: world.agenda.now } : undefined);
}

/** Why a server without data comes to none now: it waits for another one that joins, or it ends, and is started anew. */
export function whyNotStarted(
  world: World,
  host: Host,
  settings: ServerSettings,
): "waits" | "ends" | undefined {
  const { disk } = host;
  const told = wordOf(world, host, settings);
  if (disk === undefined || told === undefined || disk.alone) return "ends";
  if (told.kind === "found") return world.agenda.now - told.at > WORD_AGE ? "ends" : undefined;
  const at = world.host(told.server);
  const cluster = at.disk?.etcd?.cluster;
  if (cluster === undefined || !isOnNetwork(host) || !answersOthers(world, at)) return "ends";
  if (tokenOf(disk) !== at.serverToken || !agree(settings, at)) return "ends";
  const members = membersOf(cluster);
  if (members.some(({ name }) => nodeOfMember(name) === host.name)) return "ends";
  return members.some(({ learner }) => learner) ? "waits" : undefined;
}

/** Whether what servers have to agree on is the same there: k3s compares that at a join, and never again. */
function agree({ flags }: ServerSettings, { running }: Host): boolean {
  const theirs = running?.kind === "ours" ? running.system.server?.flags : undefined;
  return JSON.stringify(theirs) === JSON.stringify(flags);
}

function found(world: World, host: Host, disk: Disk, { peerUrl }: ServerSettings): void {
  const beside = world.hostList.flatMap(({ name, disk: other }) =>
    other?.etcd === undefined || isRemoved(other.etcd) ? [] : [name],
  );
  const cluster = beginCluster(world, host, disk, peerUrl, 1);
  world.note({ kind: "cluster-founded", node: host.name, cluster: cluster.id, beside });
}

/** Makes a server the only member of a new cluster, whose log goes so far. */
export function beginCluster(
  world: World,
  host: Host,
  disk: Disk,
  peerUrl: string,
  log: number,
): EtcdCluster {
  const member = newMember(world, host.name, peerUrl, false);
  const cluster: EtcdCluster = {
    id: hash(`${member.name} ${world.agenda.now}`),
    configurations: [{ index: log, members: [member] }],
    started: new Map([[member.id, log]]),
    acknowledged: log,
    available: false,
    token: tokenOf(disk),
    leader: undefined,
  };
  world.etcd.set(cluster.id, cluster);
  disk.etcd = {
    cluster,
    id: member.id,
    log,
    told: log,
    syncing: undefined,
    lost: { at: world.agenda.now, ours: false },
  };
  return cluster;
}

/** It asks a server to let it in, and is a learner then. */
function enter(world: World, host: Host, disk: Disk, { peerUrl }: ServerSettings, through: HostName): void {
  const cluster = world.host(through).disk?.etcd?.cluster;
  if (cluster === undefined) return;
  const member = newMember(world, host.name, peerUrl, true);
  if (!configure(world, cluster, [...membersOf(cluster), member])) return;
  const told = cluster.configurations.at(-1)?.index ?? 1;
  disk.etcd = {
    cluster,
    id: member.id,
    log: 0,
    told,
    syncing: undefined,
    lost: { at: world.agenda.now, ours: false },
  };
  tend(world, cluster, member.id, world.agenda.now);
}

/** k3s calls a member by its node, and a random word. */
export function newMember(world: World, name: HostName, peerUrl: string, learner: boolean): MemberEntry {
  const id = hash(`${name} ${world.agenda.now}`);
  return { id, name: `${name}-${id.toString(16).padStart(8, "0")}`, peerUrl, learner };
}

/** The node of a member, by its name. */
export function nodeOfMember(name: string): string {
  return name.replace(/-[0-9a-f]{8}$/, "");
}

/** Whoever leads makes a learner a voter that is in step, and takes one off the list that is not there. */
function tend(world: World, cluster: EtcdCluster, id: number, heard: number): void {
  world.agenda.after(LOOK, () => {
    const members = membersOf(cluster);
    const own = members.find((one) => one.id === id);
    if (own?.learner !== true) return;
    const { now } = world.agenda;
    const last = isThere(world, cluster, id) ? now : heard;
    const others = members.filter((one) => one !== own);
    if (isInStep(world, cluster, id)) configure(world, cluster, [...others, { ...own, learner: false }]);
    else if (now - last >= STALLED) configure(world, cluster, others);
    tend(world, cluster, id, last);
  });
}

function isThere(world: World, cluster: EtcdCluster, id: number): boolean {
  return world.hostList.some((host) => {
    const data = host.disk?.etcd;
    return data?.cluster === cluster && data.id === id && runsEtcd(host) && isOnNetwork(host);
  });
}

/** Deletes a Node: k3s takes its member away with it, as soon as etcd lets it go. */
export function deleteNode(world: World, name: HostName): void {
  world.kube.forget(name);
  const cluster = [...world.etcd.values()].find(({ available }) => available);
  const own = cluster && membersOf(cluster).find((one) => nodeOfMember(one.name) === name);
  if (cluster !== undefined && own !== undefined) dismiss(world, cluster, own.id, world.chance.between(1, 4));
  world.touch();
}

function dismiss(world: World, cluster: EtcdCluster, id: number, seconds: number): void {
  world.agenda.after(seconds * 1000, () => {
    const members = membersOf(cluster);
    const leaving = members.find((one) => one.id === id);
    if (leaving === undefined) return;
    const others = members.filter((one) => one !== leaving);
    const goes = leaving.learner || isSpare(world, cluster, id);
    if (!goes || !configure(world, cluster, others)) dismiss(world, cluster, id, LOOK / 1000);
  });
}

/** The servers' token, as a host has it: two are the same where their digests are. */
export function tokenOf({ secrets }: Disk): string | undefined {
  return secrets.get(SERVER_TOKEN);
}

/** Whoever answers others at a URL for servers: with its process alone, with or without a quorum. */
export function serverAt(world: World, url: string, vip: string | undefined): Host | undefined {
  const { hostname } = new URL(url);
  const host =
    hostname === vip
      ? world.api.holder
      : world.hostList.find(
          ({ member }) => member !== undefined && new URL(member.peerUrl).hostname === hostname,
        );
  if (host === undefined || !isOnNetwork(host) || host.keepsOut) return undefined;
  return host.running?.kind === "ours" && partState(host, "apiserver") === "active" ? host : undefined;
}
