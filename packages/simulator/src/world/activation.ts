import { readyBeside } from "./api.ts";
import { writeBoot } from "./boot-folder.ts";
import { healthOf, isVoter } from "./etcd.ts";
import type { Host } from "./host.ts";
import { applyNetwork } from "./power.ts";
import { hasDefect, type System } from "./system.ts";
import { startUnit, stopUnit } from "./units.ts";
import { failsHere, type Work } from "./work.ts";
import type { World } from "./world.ts";

/** Milliseconds for which nobody can be blamed for not knowing that a voter was lost. */
const UNKNOWABLE = 2 * 60 * 1000;

/** The same where the host itself asks the others right before. */
export const JUST_ASKED: number = 15 * 1000;

/** Exit codes of switch-to-configuration: a unit did not start, or something went wrong before. */
const UNIT_FAILED = 4;
const BROKE = 1;

/** `switch-to-configuration switch`: units that differ are stopped, then started, and nothing is taken back. */
export function* activate(world: World, host: Host, system: System): Work<number> {
  host.activation = "running";
  world.note({ kind: "activation-began", node: host.name, system });
  const code = yield* switchTo(world, host, system);
  host.activation = code === 0 ? "idle" : "failed";
  world.note({ kind: "activation-ended", node: host.name, code });
  world.touch();
  return code;
}

function* switchTo(world: World, host: Host, system: System): Work<number> {
  if (host.running?.kind !== "ours") return BROKE;
  if (host.diskFull || failsHere(host)) return BROKE;
  if (host.disk === undefined || !writeBoot(host.disk, system)) return BROKE;
  const wasMaster = hasApiserver(host, host.running.system);
  // The link in /run is among the first things that change.
  host.running = { kind: "ours", system };
  yield world.chance.between(1, 5);
  const differing = disturbedBy(host, system);
  noteStopping(world, host, differing, JUST_ASKED);
  for (const name of differing) stopUnit(world, host, name);
  yield world.chance.between(1, 5);
  // Its script waits for something, while what is restarted is stopped.
  for (let waited = 0; waited < world.activationsLast; waited += 10) yield 10;
  if (hasDefect(system, "activation") || failsHere(host)) return BROKE;
  applyNetwork(world, host, system);
  // What carries the VIP is put there with a system that has it, where the one of before had none.
  if (!wasMaster && hasApiserver(host, system)) host.leftVip = false;
  yield world.chance.between(0, 3);
  let failed = false;
  for (const unit of system.units) {
    // What runs and did not change is left alone; what should run and does not is started.
    if (host.units.get(unit.name) === "active") continue;
    if (failsHere(host)) return BROKE;
    startUnit(world, host, system, unit);
    failed ||= host.units.get(unit.name) === "failed";
    if (unit.name === host.unitOf.etcd) failed ||= !(yield* hasQuorumInTime(world, host));
    yield world.chance.between(0, 2);
  }
  return failed ? UNIT_FAILED : 0;
}

/** Seconds that systemd waits for a unit that says itself when it is ready. */
const READY_TIMEOUT = 90;

/** Whether whoever starts etcd may go on, where its unit says that it is ready once there is a quorum. */
export function* hasQuorumInTime(world: World, { disk }: Host): Work<boolean> {
  if (!world.without.has("starts-alone")) return true;
  for (let waited = 0; waited < READY_TIMEOUT; waited += 5) {
    if (disk?.etcd?.cluster.available !== false) return true;
    yield 5;
  }
  return false;
}

function hasApiserver({ unitOf }: Host, { units }: System): boolean {
  return units.some(({ name }) => name === unitOf.apiserver);
}

/** Writes down what we take away by stopping these units, where nobody can be blamed for the last `unknowable` milliseconds. */
export function noteStopping(
  world: World,
  host: Host,
  units: readonly string[],
  unknowable: number = UNKNOWABLE,
): void {
  const etcd = units.includes(host.unitOf.etcd);
  if (etcd || units.includes(host.unitOf.apiserver)) noteNotHandedOver(world, host, etcd);
  if (etcd) noteStopped(world, host, unknowable);
}

/** The units that a switch would stop or restart. */
export function disturbedBy(host: Host, system: System): readonly string[] {
  const wanted = new Map(system.units.map((unit) => [unit.name, unit]));
  return [...host.started].flatMap(([name, settings]) =>
    wanted.get(name)?.settings === settings ? [] : [name],
  );
}

/** Writes down what others could have taken over, for as long as anybody could have known of it. */
function noteNotHandedOver(world: World, host: Host, etcd: boolean): void {
  const { now } = world.agenda;
  const { api } = world;
  const data = host.disk?.etcd;
  const leader = data?.cluster.leader;
  if (etcd && data !== undefined && leader?.id === data.id && leader.since < now - UNKNOWABLE) {
    const { healthy } = healthOf(world, data.cluster);
    if (healthy.some((name) => name !== host.name)) world.note({ kind: "lead-dropped", node: host.name });
  }
  // What goes back by itself leaves the VIP and asks nobody whether routers know of that.
  const isLeft = host.leftVip && host.disk?.watchdog?.going === true;
  if (
    api.holder === host &&
    !isLeft &&
    api.heldSince < now - UNKNOWABLE &&
    readyBeside(world, host).length > 0
  ) {
    world.note({ kind: "vip-dropped", node: host.name });
  }
}

/** Writes down that we take a voter away, and how the others were as far as anybody could know. */
export function noteStopped(world: World, host: Host, unknowable: number = UNKNOWABLE): void {
  const data = host.disk?.etcd;
  if (data === undefined) return;
  const { healthy, voters } = healthOf(world, data.cluster, world.agenda.now - unknowable);
  // Of itself a host knows: one that is cut off and goes back takes nothing away.
  const isOut = host.disk?.watchdog?.going === true && data.lost !== undefined;
  if (isVoter(data) && data.cluster.available && !isOut) {
    world.note({ kind: "voter-stopped", node: host.name, voters, healthy });
  }
  data.lost = { at: world.agenda.now, ours: true };
}
