import type { HostName } from "@quorate/cluster";
import type { Chance } from "../world/chance.ts";
import { membersKnownTo } from "../world/etcd.ts";
import { type Host, newDisk, newHost } from "../world/host.ts";
import type { App } from "../world/kube.ts";
import { bringUp, cutPower } from "../world/power.ts";
import type { System } from "../world/system.ts";
import { World } from "../world/world.ts";
import { listOf, type Revision } from "./revision.ts";

/** Machines that are not as the first revision left them. */
export interface Others {
  /** Their disk is a new one. */
  readonly blank?: readonly string[];
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
  { blank = [], alive = [], off = [], astray = [], cordoned = [], apps = [] }: Others = {},
): World {
  const world = new World(chance);
  for (const { cluster } of before === undefined ? others : [before, ...others]) {
    for (const { name } of cluster.nodes) {
      const member = cluster.etcd.members.find((one) => one.name === name);
      const host = world.hosts.get(name) ?? newHost(name, member);
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
  for (const host of world.hostList) bringUp(world, host);
  world.settle();
  world.pass(SETTLED);
  if (apps.length > 0) world.kube.begin(world, apps);
  for (const name of cordoned) cordonByHand(world, name as HostName);
  for (const name of blank) renew(world, world.host(name as HostName));
  for (const name of alive) world.host(name as HostName).running = { kind: "other", answersAt: SERVED };
  for (const name of astray) leadAstray(world, world.host(name as HostName));
  for (const name of off) cutPower(world, world.host(name as HostName));
  world.touch();
  world.settle();
  world.history.length = 0;
  return world;
}

function layOut(host: Host, revision: Revision, system: System): void {
  const disk = newDisk();
  disk.profile = system;
  disk.store.add(system.path);
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
    leader: undefined,
  };
  world.etcd.set(id, cluster);
  host.disk.etcd = { cluster, id: data.id, log: 1, told: 1, syncing: undefined, lost: undefined };
}
