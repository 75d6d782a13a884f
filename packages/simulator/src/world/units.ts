import { startEtcd } from "./etcd.ts";
import { type Host, isOnNetwork, type UnitState } from "./host.ts";
import { PARTS, type Part, partState } from "./parts.ts";
import { startServer } from "./servers.ts";
import type { System, Unit } from "./system.ts";
import type { World } from "./world.ts";

/** Starts a unit of the system that runs; what becomes of it is in `host.units`. */
export function startUnit(world: World, host: Host, system: System, unit: Unit): void {
  host.started.set(unit.name, unit.settings);
  host.read.set(unit.name, host.disk?.secrets.textOf(unit.needs) ?? "");
  host.reads.set(unit.name, unit.needs);
  const state = stateOf(world, host, system, unit);
  host.units.set(unit.name, state);
  // What does not run for want of its conditions is nothing that a switch would stop.
  if (state === "inactive") host.started.delete(unit.name);
  world.touch();
}

/** Ends a unit; there is nothing of it any more. */
export function stopUnit(world: World, host: Host, name: string): void {
  host.units.delete(name);
  host.started.delete(name);
  const data = host.disk?.etcd;
  if (name === host.unitOf.etcd && data !== undefined) data.syncing = undefined;
  world.touch();
}

function stateOf(world: World, host: Host, system: System, unit: Unit): UnitState {
  if (system.defect?.kind === "unit" && system.defect.unit === unit.name) {
    return system.defect.seen ? "failed" : "activating";
  }
  if (unit.needs.some((file) => host.disk?.secrets.has(file) !== true)) return "activating";
  if (unit.name === "etcd" && system.etcd !== undefined) return startEtcd(world, host, system.etcd);
  if (unit.name === host.unitOf.etcd && system.server !== undefined)
    return startServer(world, host, system.server);
  return "active";
}

/** Systemd tries again whatever did not start. */
export function retryUnits(world: World): void {
  for (const host of world.hostList) {
    if (host.power !== "on" || host.frozen || host.running?.kind !== "ours") continue;
    const { system } = host.running;
    for (const unit of system.units) {
      if (host.units.get(unit.name) !== "activating") continue;
      const state = stateOf(world, host, system, unit);
      if (state === "activating") continue;
      host.read.set(unit.name, host.disk?.secrets.textOf(unit.needs) ?? "");
      host.units.set(unit.name, state);
      world.touch();
    }
  }
}

/** What answers at the ports of a machine that others can reach. */
export function answersAt(host: Host, ports: { readonly [P in Part]: readonly number[] }): readonly number[] {
  if (!isOnNetwork(host)) return [];
  if (host.running?.kind === "other") return host.running.answersAt;
  return PARTS.flatMap((part) => (partState(host, part) === "active" ? ports[part] : []));
}
