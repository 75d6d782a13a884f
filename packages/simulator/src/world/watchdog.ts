import type { HostName } from "@quorate/cluster";
import { activate, disturbedBy, noteStopping } from "./activation.ts";
import { leaveVip } from "./api.ts";
import { writeBoot } from "./boot-folder.ts";
import { healthOf, runsEtcd } from "./etcd.ts";
import { type Disk, type Host, isOnNetwork } from "./host.ts";
import { handLead } from "./raft.ts";
import type { System } from "./system.ts";
import { stopUnit } from "./units.ts";
import { type Work, workOn } from "./work.ts";
import type { World } from "./world.ts";

/** What a machine keeps on its disk to go back to, and when it does. */
export interface Watchdog {
  readonly previous: System;
  readonly secrets: ReadonlyMap<string, string>;
  /** Whether a change is under way that nobody has confirmed. */
  armed: boolean;
  /** What it leaves to others before it stops something, where they are there. */
  handsOver: { readonly vip: boolean; readonly leadTo: readonly HostName[] };
  /** `undefined`: it never goes back by itself. */
  seconds: number | undefined;
  /** Its apiserver was given a key that the one of before does not have. */
  encrypts: boolean;
  /** What `seconds` was before it was held, while the node is about to be on etcd's list, or is on it. */
  held: number | undefined;
  /** When whoever deploys was last heard of. */
  heard: number;
  /** The change has come as far as an activation. */
  activated: boolean;
  going: boolean;
  /** It is to go back, and the others can't do without this one yet. */
  waits: boolean;
  /** Somebody waits for its end. */
  asked: boolean;
  /** What the activation of what was gone back to ended with. */
  wentBack: number | undefined;
  /** The boot in which somebody watches already. */
  watching: number | undefined;
}

/** Whoever deploys is there, by a connection made since. */
export function hear(world: World, host: Host): void {
  const watchdog = host.disk?.watchdog;
  if (watchdog?.armed === true) watchdog.heard = world.agenda.now;
}

/** Milliseconds between two looks while an activation goes on, which is waited for. */
const BUSY = 10_000;

/** Milliseconds after which going back is tried again. */
const RETRY = 60_000;

/** Exit codes of an activation after which all was done that could be. */
const WELL_ENOUGH: readonly number[] = [0, 4];

/** Waits until it is stood down or its time has come; anew after every boot. */
export function watch(world: World, host: Host): void {
  const watchdog = host.disk?.watchdog;
  const { boots } = host;
  if (watchdog?.armed !== true || watchdog.seconds === undefined || watchdog.watching === boots) return;
  watchdog.watching = boots;
  const look = (): void => {
    const { seconds } = watchdog;
    const isOver = host.boots !== boots || host.disk?.watchdog !== watchdog || !watchdog.armed;
    if (isOver || watchdog.going || watchdog.waits) return;
    if (seconds === undefined) {
      // It is held: whoever lets it go begins to watch anew.
      watchdog.watching = undefined;
      return;
    }
    if (host.frozen) {
      host.thawing.push(look);
      return;
    }
    if (host.activation === "running") watchdog.heard = world.agenda.now;
    const left = watchdog.heard + seconds * 1000 - world.agenda.now;
    if (left <= 0) goBackNow(world, host, watchdog);
    else world.agenda.after(host.activation === "running" ? BUSY : left, look);
  };
  look();
}

/** Lets it go back, unless it does. */
export function goBackNow(world: World, host: Host, watchdog: Watchdog): void {
  if (watchdog.going || watchdog.waits) return;
  watchdog.waits = true;
  workOn(world, host, goBack(world, host, watchdog), () => undefined);
}

/** A power cut ends it anywhere: after the boot its time begins anew, and it does all of it again. */
function* goBack(world: World, host: Host, watchdog: Watchdog): Work<void> {
  while (true) {
    while (host.activation === "running" || (stopsSomething(host, watchdog) && !othersCan(world, host))) {
      yield 5;
      if (!watchdog.armed || !watchdog.waits) return;
    }
    const { disk } = host;
    watchdog.waits = false;
    if (disk === undefined) return;
    watchdog.going = true;
    yield* layBack(world, host, disk, watchdog);
    // All of that has taken its time.
    if (!stopsSomething(host, watchdog) || othersCan(world, host)) {
      yield* finish(world, host, disk, watchdog);
      return;
    }
    watchdog.going = false;
    watchdog.waits = true;
  }
}

/** Puts back what was there, of which nothing has an effect yet. */
function* layBack(world: World, host: Host, disk: Disk, { previous, secrets }: Watchdog): Work<void> {
  world.note({ kind: "goes-back", node: host.name, system: previous });
  for (const [file, digest] of secrets) {
    if (disk.secrets.get(file) === digest || (staysWithCluster(world, file) && disk.secrets.has(file)))
      continue;
    yield 0;
    disk.secrets.put(file, digest);
  }
  for (const file of disk.secrets.names()) {
    if (!secrets.has(file) && !staysWithCluster(world, file)) disk.secrets.remove(file);
  }
  disk.incoming = undefined;
  world.touch();
  yield 1;
  disk.profile = previous;
  writeBoot(disk, previous);
  disk.previous = undefined;
}

/** Whether it activates what it goes back to. */
function stopsSomething({ running }: Host, { activated, previous }: Watchdog): boolean {
  return activated || running?.kind !== "ours" || running.system !== previous;
}

/** Lets that take effect. */
function* finish(world: World, host: Host, disk: Disk, watchdog: Watchdog): Work<void> {
  const { previous } = watchdog;
  let code = 0;
  if (stopsSomething(host, watchdog)) {
    handOver(world, host, watchdog);
    // Also one that is started again and again: with what was put back it might come up.
    const { etcd } = host.unitOf;
    if (host.units.has(etcd) && !isServing(host) && !world.without.has("stopped-first")) {
      if (runsEtcd(host)) noteStopping(world, host, [etcd]);
      stopUnit(world, host, etcd);
    }
    code = yield* activate(world, host, previous);
  }
  host.leftVip = false;
  if (disk.confirmed?.closure !== previous.path) disk.confirmed = undefined;
  host.activation = "idle";
  watchdog.wentBack = code;
  watchdog.going = false;
  watchdog.asked = false;
  watchdog.armed = !WELL_ENOUGH.includes(code);
  world.touch();
  if (!watchdog.armed || watchdog.seconds === undefined) return;
  watchdog.heard = world.agenda.now - watchdog.seconds * 1000 + RETRY;
  watchdog.watching = undefined;
  watch(world, host);
}

/** What of k3s' is the cluster's does not go back with a host: with another token a server does not start. */
export function staysWithCluster(world: World, file: string): boolean {
  return OF_CLUSTER.test(file) && !world.without.has("cluster-stays");
}

const OF_CLUSTER = /^k3s-(.*-token|service\.key|.*-ca\.(crt|key))$/;

/** Others take over what they can, where what is gone back to stops what they take over. */
function handOver(world: World, host: Host, { previous, handsOver }: Watchdog): void {
  const disturbed = disturbedBy(host, previous);
  if (!disturbed.includes(host.unitOf.apiserver) && !disturbed.includes(host.unitOf.etcd)) return;
  if (handsOver.vip) leaveVip(world, host);
  const data = host.disk?.etcd;
  const leads = data !== undefined && runsEtcd(host) && data.cluster.leader?.id === data.id;
  if (leads && isOnNetwork(host))
    handsOver.leadTo.some((name) => handLead(world, data.cluster, world.host(name)));
  world.touch();
}

/** Whether its member answers as one that serves. */
function isServing({ disk }: Host): boolean {
  return disk?.etcd !== undefined && disk.etcd.lost === undefined && disk.etcd.cluster.available;
}

/** Whether the others can do without its member, as far as a host that goes back asks them. */
export function othersCan(world: World, host: Host): boolean {
  return world.without.has("others-asked") || isSpared(world, host);
}

/** Seconds for which a host asks the others before a deployment stops something of it. */
const ASKED_SECONDS = 20;

/** Whether they can by then, as far as a host asks them that is about to be stopped. */
export function* othersCanAtLast(world: World, host: Host): Work<boolean> {
  if (world.without.has("others-asked-at-last")) return true;
  for (let waited = 0; !isSpared(world, host); waited += 2) {
    if (waited >= ASKED_SECONDS) return false;
    yield 2;
  }
  return true;
}

/** Whether the other voters are a quorum, where this one is healthy: a host asks them all itself. */
function isSpared(world: World, host: Host): boolean {
  const cluster = host.disk?.etcd?.cluster;
  if (cluster === undefined) return true;
  const { healthy, voters } = healthOf(world, cluster, world.agenda.now);
  if (!healthy.includes(host.name)) return true;
  const others = healthy.length - 1;
  return others >= Math.floor(voters / 2) + 1 || (voters <= 2 && others === voters - 1);
}

/** After a boot nothing goes on, and the time begins anew. */
export function watchAgain(world: World, host: Host): void {
  const watchdog = host.disk?.watchdog;
  if (watchdog === undefined) return;
  watchdog.going = false;
  watchdog.waits = false;
  watchdog.asked = false;
  watchdog.heard = world.agenda.now;
  watch(world, host);
}
