import { healthOf, membersOf } from "./etcd.ts";
import type { Host } from "./host.ts";
import { applyNetwork } from "./power.ts";
import { hasDefect, type System } from "./system.ts";
import { startUnit, stopUnit } from "./units.ts";
import { failsHere, type Work } from "./work.ts";
import type { World } from "./world.ts";

/** Milliseconds for which nobody can be blamed for not knowing that a voter was lost. */
const UNKNOWABLE = 2 * 60 * 1000;

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
  // The link in /run is among the first things that change.
  host.running = { kind: "ours", system };
  yield world.chance.between(1, 5);
  const wanted = new Map(system.units.map((unit) => [unit.name, unit]));
  const differing = [...host.started].filter(([name, settings]) => wanted.get(name)?.settings !== settings);
  if (differing.some(([name]) => name === "etcd")) noteStopped(world, host);
  for (const [name] of differing) stopUnit(world, host, name);
  yield world.chance.between(1, 5);
  if (hasDefect(system, "activation") || failsHere(host)) return BROKE;
  applyNetwork(world, host, system);
  yield world.chance.between(0, 3);
  let failed = false;
  for (const unit of system.units) {
    // What runs and did not change is left alone; what should run and does not is started.
    if (host.units.get(unit.name) === "active") continue;
    if (failsHere(host)) return BROKE;
    startUnit(world, host, system, unit);
    failed ||= host.units.get(unit.name) === "failed";
    yield world.chance.between(0, 2);
  }
  return failed ? UNIT_FAILED : 0;
}

/** Writes down that we take a voter away, and how the others were as far as anybody could know. */
export function noteStopped(world: World, host: Host): void {
  const data = host.disk?.etcd;
  if (data === undefined) return;
  const { healthy, voters } = healthOf(world, data.cluster, world.agenda.now - UNKNOWABLE);
  const isVoter = membersOf(data.cluster).some(({ id, learner }) => id === data.id && !learner);
  if (isVoter && data.cluster.available) {
    world.note({ kind: "voter-stopped", node: host.name, voters, healthy });
  }
  data.lost = { at: world.agenda.now, ours: true };
}
