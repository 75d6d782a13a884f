import { mkdir, writeFile } from "node:fs/promises";
import type { Cluster } from "@quorate/cluster";
import {
  type DeployPaths,
  type DeploySettings,
  deployPaths,
  foldersToMake,
  sshConfig,
} from "@quorate/rollout";

/** Makes, in a private folder, what a run needs to talk to the hosts of a cluster. */
export async function preparePaths(
  cluster: Cluster,
  settings: DeploySettings,
  folder: string,
): Promise<DeployPaths> {
  const paths = deployPaths(settings, folder);
  for (const one of foldersToMake(paths)) await mkdir(one, { mode: 0o700 });
  await writeFile(paths.sshConfig, sshConfig(cluster, paths), { mode: 0o600 });
  return paths;
}
