import type { Cluster } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { chooseTargets, planUncordon } from "@quorate/rollout";
import type { DeployOptions } from "../deploy/options.ts";
import { settingsOf } from "../deploy/settings.ts";
import { withCluster } from "../deploy/with-cluster.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { runOnNodes } from "../nodes/run-on-nodes.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";

/** What `uncordon` was asked: no name is all of them. */
export type UncordonOptions = Pick<DeployOptions, "machines" | "targets" | "certificates">;

/** `uncordon [node…]`: undoes what deployments have left of cordons. */
export async function uncordon(options: UncordonOptions, context: AppContext): Promise<ExitCode> {
  return await withCluster(options, context, uncordonNodes);
}

/** The same for a cluster that is loaded already, in any world. */
async function uncordonNodes(
  cluster: Cluster,
  machinesFile: string,
  options: UncordonOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<ExitCode> {
  const { targets, certificates } = options;
  const words = ["uncordon", ...targets, ...(certificates === undefined ? [] : ["--certs", certificates])];
  return await runOnNodes(
    cluster,
    {
      nodes: chooseTargets(cluster, { names: targets, all: targets.length === 0 }),
      settings: settingsOf(options, machinesFile, context.cwd),
      command: words.map(shellWord).join(" "),
      planOf: planUncordon,
      done: "uncordoned",
      // It gives a node back, and takes nothing.
      anyTime: true,
    },
    world,
    context,
  );
}
