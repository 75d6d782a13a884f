import type { DistributionKind, HostName } from "@quorate/cluster";
import { beginWorld } from "../scenario/begin.ts";
import { FIRST_VERSIONS, type Revision, revisionOf, type Versions } from "../scenario/revision.ts";
import { clusterOfShape, type MachineRole, machineName } from "../scenario/shape.ts";
import { chanceOf } from "../world/chance.ts";
import type { Host } from "../world/host.ts";
import type { World } from "../world/world.ts";

/** For tests: a revision with these machines. */
export function testRevision(
  machines: readonly MachineRole[],
  versions: Partial<Versions> = {},
  encryptSecrets = false,
  distribution: DistributionKind = "kubernetes",
): Revision {
  const cluster = clusterOfShape({ machines, encryptSecrets, distribution });
  return revisionOf(cluster, { ...FIRST_VERSIONS, ...versions });
}

/** For tests: a world in which a revision was deployed. */
export function testWorld(before: Revision | undefined, others: readonly Revision[] = [], seed = 1): World {
  return beginWorld(chanceOf(seed), before, before === undefined || others.length > 0 ? others : [before]);
}

/** For tests: the n-th machine, from 1. */
export function testHost(world: World, number: number): Host {
  return world.host(machineName(number - 1) as HostName);
}

/** For tests: what has happened, by kind. */
export function kindsOf(world: World): readonly string[] {
  return world.history.map(({ kind }) => kind);
}
