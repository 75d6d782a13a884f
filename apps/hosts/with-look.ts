import { mkdir, writeFile } from "node:fs/promises";
import type { Runner } from "@quorate/command";
import { withWorkspace } from "@quorate/files";
import { closeConnections, observeNodes } from "@quorate/hosts";
import {
  type DeployPaths,
  type DeploySettings,
  deployPaths,
  foldersToMake,
  type Look,
  type Observation,
  sshConfig,
  whomWeAreConnectedTo,
} from "@quorate/rollout";

/** What a look gives to whoever wanted it. */
export interface Looked {
  readonly paths: DeployPaths;
  readonly observed: readonly Observation[];
}

/** Looks at the machines of `look`, and ends the connections once `work` is done with what was seen. */
export async function withLook<Value>(
  look: Look,
  settings: DeploySettings,
  run: Runner,
  work: (looked: Looked) => Promise<Value>,
): Promise<Value> {
  return await withWorkspace(async (workspace) => {
    const paths = deployPaths(settings, workspace.path);
    for (const folder of foldersToMake(paths)) await mkdir(folder, { mode: 0o700 });
    await writeFile(paths.sshConfig, sshConfig(look.cluster, paths), { mode: 0o600 });
    const observed = await observeNodes(run, paths, look);
    try {
      return await work({ paths, observed });
    } finally {
      await closeConnections(run, paths, whomWeAreConnectedTo(observed));
    }
  });
}
