import type { Chance } from "../world/chance.ts";
import { type Host, newDisk, newHost } from "../world/host.ts";
import { bringUp } from "../world/power.ts";
import type { System } from "../world/system.ts";
import { World } from "../world/world.ts";
import type { Revision } from "./revision.ts";

/** Seconds after which a cluster has come to rest. */
const SETTLED = 60;

/**
 * A world with every machine of these revisions. Those of the first, if there is one, run what it says, as they were
 * left by a deployment that went well; the others are on, and bare.
 */
export function beginWorld(chance: Chance, before: Revision | undefined, others: readonly Revision[]): World {
  const world = new World(chance);
  for (const revision of before === undefined ? others : [before, ...others]) {
    for (const { name } of revision.cluster.nodes) {
      if (world.hosts.has(name)) continue;
      const host = newHost(
        name,
        revision.cluster.etcd.members.find((member) => member.name === name),
      );
      host.askedAt = revision.cluster.ssh.port;
      world.add(host);
    }
  }
  // A machine that becomes a member later has that address from the beginning.
  for (const { cluster } of others) {
    for (const member of cluster.etcd.members) world.host(member.name).member ??= member;
  }
  for (const host of world.hostList) {
    const system = before?.systems.get(host.name);
    if (before !== undefined && system !== undefined) layOut(host, before, system);
  }
  for (const host of world.hostList) bringUp(world, host);
  world.settle();
  world.pass(SETTLED);
  world.history.length = 0;
  return world;
}

function layOut(host: Host, revision: Revision, system: System): void {
  const disk = newDisk();
  disk.profile = system;
  disk.store.add(system.path);
  disk.confirmed = { closure: system.path, fingerprint: system.fingerprint };
  for (const { file, digest } of revision.targets.get(host.name)?.secrets ?? [])
    disk.secrets.set(file, digest);
  host.disk = disk;
}
