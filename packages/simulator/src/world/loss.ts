import type { Host } from "./host.ts";
import { startUnit } from "./units.ts";
import type { World } from "./world.ts";

/** The folder of a server's database is gone; its process ends, and systemd starts it anew. Nothing where there is none. */
export function loseData(world: World, host: Host): void {
  const { disk, unitOf, running, units } = host;
  if (disk === undefined || unitOf.etcd !== unitOf.apiserver) return;
  if (disk.etcd !== undefined) host.lost = { at: world.agenda.now, data: disk.etcd };
  disk.etcd = undefined;
  disk.alone = false;
  world.touch();
  const system = running?.kind === "ours" ? running.system : undefined;
  const unit = system?.units.find(({ name }) => name === unitOf.etcd);
  if (system !== undefined && unit !== undefined && units.has(unit.name))
    startUnit(world, host, system, unit);
}
