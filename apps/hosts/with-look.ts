import type { Runner } from "@quorate/command";
import { withWorkspace } from "@quorate/files";
import { closeConnections, observeNodes } from "@quorate/hosts";
import {
  type DeployPaths,
  type DeploySettings,
  type Look,
  type Observation,
  whomWeAreConnectedTo,
} from "@quorate/rollout";
import { readHostKeys } from "@quorate/workbench";
import { preparePaths } from "./prepare-paths.ts";

/** What a look gives to whoever wanted it. */
export interface Looked {
  readonly paths: DeployPaths;
  /** Whether the private folder is to outlive a Control-C, which then has to come to an end itself. */
  readonly survivesControlC: (yes: boolean) => void;
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
    const paths = await preparePaths(look.cluster, settings, workspace.path);
    const observed = await observeNodes(run, paths, look, () => readHostKeys(settings.certificates));
    try {
      return await work({ paths, observed, survivesControlC: workspace.survivesControlC });
    } finally {
      await closeConnections(run, paths, whomWeAreConnectedTo(observed));
    }
  });
}
