import type { HostName } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import { type DeployPaths, endConnectionCommand } from "@quorate/rollout";

/** Ends the shared ssh connections to `names`. */
export async function closeConnections(
  run: Runner,
  paths: DeployPaths,
  names: readonly HostName[],
): Promise<void> {
  await Promise.all(names.map((node) => run(endConnectionCommand(paths, node))));
}
