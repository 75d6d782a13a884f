import { type EtcdCluster, isVoter, runsEtcd } from "../world/etcd.ts";
import { type Host, isOnNetwork } from "../world/host.ts";
import type { Answer } from "../world/ssh.ts";
import { startUnit } from "../world/units.ts";
import type { World } from "../world/world.ts";
import { BROKE, WELL } from "./work-of-step.ts";

/** The cluster that a voter on a host answers for, which it does with a quorum alone. */
export function clusterThrough(host: Host): EtcdCluster | undefined {
  const data = host.disk?.etcd;
  if (data === undefined || !runsEtcd(host) || !isOnNetwork(host) || !data.cluster.available)
    return undefined;
  return isVoter(data) ? data.cluster : undefined;
}

/** Starts the unit that etcd runs in, unless it runs. */
export function startedAnew(world: World, host: Host): Answer {
  if (host.running?.kind !== "ours") return BROKE;
  const { system } = host.running;
  const unit = system.units.find(({ name }) => name === host.unitOf.etcd);
  if (unit === undefined) return BROKE;
  if (host.units.get(unit.name) !== "active") startUnit(world, host, system, unit);
  return WELL;
}
