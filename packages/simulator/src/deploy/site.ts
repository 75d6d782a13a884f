import type { HostName } from "@quorate/cluster";
import type { DesiredSecret, StorePath } from "@quorate/rollout";
import type { Snapshot } from "../world/etcd.ts";
import type { Deployer } from "../world/ssh.ts";
import type { System } from "../world/system.ts";
import type { World } from "../world/world.ts";

/** Where a deployment is at work: what its steps act on. */
export interface Site {
  readonly world: World;
  readonly deployer: Deployer;
  /** The name of the run. */
  readonly run: string;
  /** The address that moves between control plane nodes, where there is one. */
  readonly vip: string | undefined;
  /** Nodes of the file that run pods. */
  readonly among: ReadonlySet<HostName>;
  /** Whether the run has yet to make a node what it should be. */
  readonly isToBeMended: (node: HostName) => boolean;
  /** What was built, by its path: of all that was ever deployed. */
  readonly systems: ReadonlyMap<StorePath, System>;
  /** What the certificates folder has for a node. */
  readonly secretsOf: (node: HostName) => readonly DesiredSecret[];
  /** What the operator has kept of the cluster, from before all of this. */
  readonly snapshot: Snapshot | undefined;
  /** Seconds until what the user asks is well, since it was asked first about a node or after it was touched. */
  readonly checkSeconds: number;
  /** Seconds by which the next answer is late. */
  readonly late: () => number;
}

/** The system at a path, which must have been built. */
export function systemAt({ systems }: Site, path: StorePath): System {
  const system = systems.get(path);
  if (system === undefined) throw new RangeError(`nothing was built at ${path}`);
  return system;
}
