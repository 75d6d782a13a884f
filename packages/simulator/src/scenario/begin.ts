import type { Cluster, EtcdMember, HostName } from "@quorate/cluster";
import { KERNEL_SIZE, writeBoot } from "../world/boot-folder.ts";
import type { Chance } from "../world/chance.ts";
import { membersKnownTo, membersOf } from "../world/etcd.ts";
import { type Host, newDisk, newHost } from "../world/host.ts";
import type { HostGuard } from "../world/host-guards.ts";
import type { App } from "../world/kube.ts";
import { loseData } from "../world/loss.ts";
import { UNIT_NAMES, type UnitNames } from "../world/parts.ts";
import { bringUp, cutPower } from "../world/power.ts";
import { beginCluster, deleteNode, newMember } from "../world/servers.ts";
import type { System } from "../world/system.ts";
import { stopUnit } from "../world/units.ts";
import { World } from "../world/world.ts";
import { listOf, type Revision } from "./revision.ts";

/** Machines that are not as the first revision left them. */
export interface Others {
  /** Their disk is a new one. */
  readonly blank?: readonly string[];
  /** Servers of k3s' whose data are gone. */
  readonly emptied?: readonly string[];
  /** Those whose member was removed, with its Node. */
  readonly removed?: readonly string[];
  /** Those that are a cluster of their own. */
  readonly standalone?: readonly string[];
  /** They are none of ours, and serve as part of some cluster. */
  readonly alive?: readonly string[];
  /** They are off. */
  readonly off?: readonly string[];
  /** Their etcd is in a cluster of its own. */
  readonly astray?: readonly string[];
  /** Somebody has cordoned them. */
  readonly cordoned?: readonly string[];
  /** What runs in pods; where there is nothing nobody asks either. */
  readonly apps?: readonly App[];
  /** Another machine stands at their address, and they live on at another one. */
  readonly elsewhere?: readonly string[];
  /** There is no room for another kernel in their /boot. */
  readonly shortBoot?: readonly string[];
  /** Members whose etcd somebody has stopped. */
  readonly stopped?: readonly string[];
  /** Seconds until routers learn who has left the VIP. */
  readonly routersTake?: number;
  /** Seconds by which each activation takes longer. */
  readonly activationsLast?: number;
  /** What hosts do without. */
  readonly without?: readonly HostGuard[];
}

/** Seconds after which a cluster has come to rest. */
const SETTLED = 60;

/** What a machine answers at that serves as part of a cluster. */
const SERVED = [2379, 2380];

/**
 * A world with every machine of these revisions. Those of the first, if there is one, run what it says, as they were
 * left by a deployment that went well; the others are on, and bare.
 */
export function beginWorld(
  chance: Chance,
  before: Revision | undefined,
  others: readonly Revision[],
  {
    blank = [],
    emptied = [],
    removed = [],
    standalone = [],
    alive = [],
    off = [],
    astray = [],
    cordoned = [],
    apps = [],
    without = [],
    elsewhere = [],
    shortBoot = [],
    stopped = [],
    routersTake = 0,
    activationsLast = 0,
  }: Others = {},
): World {
  const world = new World(chance, without, { routersTake, activationsLast });
  for (const { cluster } of before === undefined ? others : [before, ...others]) {
    for (const { name } of cluster.nodes) {
      const member = cluster.etcd.members.find((one) => one.name === name);
      const host = world.hosts.get(name) ?? newHost(name, member, unitNamesOf(cluster, member));
      // One that becomes a member later has that address from the beginning.
      host.member ??= member;
      host.askedAt = cluster.ssh.port;
      if (!world.hosts.has(name)) world.add(host);
    }
  }
  for (const host of world.hostList) {
    const system = before?.systems.get(host.name);
    if (before !== undefined && system !== undefined) layOut(host, before, system);
  }
  const isOfK3s = (before ?? others[0])?.cluster.distribution.kind === "k3s";
  world.kube.holdsNames = isOfK3s;
  if (isOfK3s && before !== undefined) foundTogether(world, before.cluster.etcd.members);
  for (const host of world.hostList) bringUp(world, host);
  world.settle();
  world.pass(SETTLED);
  if (apps.length > 0 || isOfK3s) world.kube.begin(world, apps);
  for (const name of cordoned) cordonByHand(world, name as HostName);
  for (const name of shortBoot) {
    const { disk } = world.host(name as HostName);
    if (disk !== undefined) disk.boot.free = KERNEL_SIZE;
  }
  for (const name of elsewhere) moveAway(world, name as HostName);
  for (const name of stopped) {
    const host = world.host(name as HostName);
    stopUnit(world, host, host.unitOf.etcd);
  }
  for (const name of blank) renew(world, world.host(name as HostName));
  for (const name of emptied) loseData(world, world.host(name as HostName));
  for (const name of removed) deleteNode(world, name as HostName);
  for (const name of standalone) setAlone(world.host(name as HostName));
  for (const name of alive) world.host(name as HostName).running = { kind: "other", answersAt: SERVED };
  for (const name of astray) leadAstray(world, world.host(name as HostName));
  for (const name of off) cutPower(world, world.host(name as HostName));
  world.touch();
  world.settle();
  // Until the API has what is away for something that is not Ready.
  if (isOfK3s && blank.length + emptied.length + removed.length + off.length > 0) world.pass(SETTLED);
  world.history.length = 0;
  return world;
}

function unitNamesOf({ distribution }: Cluster, member: EtcdMember | undefined): UnitNames {
  if (distribution.kind === "kubernetes") return UNIT_NAMES.kubernetes;
  return member === undefined ? UNIT_NAMES.agent : UNIT_NAMES.server;
}

/** The servers of k3s' of then are voters of one cluster. */
function foundTogether(world: World, members: readonly EtcdMember[]): void {
  const [first, ...others] = members.map(({ name }) => world.host(name));
  if (first?.disk === undefined || first.member === undefined) return;
  const cluster = beginCluster(world, first, first.disk, first.member.peerUrl, 1);
  const entries = [...membersOf(cluster)];
  for (const { disk, name, member } of others) {
    if (disk === undefined || member === undefined) continue;
    const entry = newMember(world, name, member.peerUrl, false);
    entries.push(entry);
    disk.etcd = { cluster, id: entry.id, log: 1, told: 1, syncing: undefined, lost: undefined };
  }
  cluster.configurations[0] = { index: 1, members: entries };
}

function setAlone({ disk }: Host): void {
  if (disk !== undefined) disk.alone = true;
}

function layOut(host: Host, revision: Revision, system: System): void {
  const disk = newDisk();
  disk.profile = system;
  disk.store.add(system.path);
  writeBoot(disk, system);
  disk.confirmed = { closure: system.path, fingerprint: system.fingerprint };
  for (const { file, digest } of revision.targets.get(host.name)?.secrets ?? [])
    disk.secrets.put(file, digest);
  host.disk = disk;
  // By the deployment of then, once.
  if (system.etcd !== undefined) {
    host.handed = { state: "new", initialCluster: listOf(revision.cluster) };
  }
}

function cordonByHand(world: World, name: HostName): void {
  const node = world.kube.nodes.get(name);
  if (node !== undefined) node.cordoned = true;
}

function moveAway(world: World, name: HostName): void {
  const node = world.kube.nodes.get(name);
  if (node !== undefined) node.isElsewhere = true;
}

function renew(world: World, host: Host): void {
  cutPower(world, host);
  host.disk = undefined;
  bringUp(world, host);
  world.touch();
}

function leadAstray(world: World, host: Host): void {
  const data = host.disk?.etcd;
  if (data === undefined || host.disk === undefined) return;
  const members = membersKnownTo(data).filter(({ id }) => id === data.id);
  const id = data.cluster.id + 1;
  const cluster = {
    id,
    configurations: [{ index: 1, members }],
    started: new Map([[data.id, 1]]),
    acknowledged: 1,
    available: false,
    token: data.cluster.token,
    leader: undefined,
  };
  world.etcd.set(id, cluster);
  host.disk.etcd = { cluster, id: data.id, log: 1, told: 1, syncing: undefined, lost: undefined };
}
