import type { Cluster } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { planUncordon } from "@quorate/rollout";
import type { DeployOptions } from "../deploy/options.ts";
import { realWorld } from "../deploy/real-world.ts";
import { settingsOf } from "../deploy/settings.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { loadCluster } from "../machines/load-cluster.ts";
import { runOnNodes } from "../nodes/run-on-nodes.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { report } from "../terminal/report.ts";

/** What `uncordon` was asked: no name is all of them. */
export type UncordonOptions = Pick<DeployOptions, "machines" | "targets" | "certificates">;

/** `uncordon [node…]`: undoes what deployments have left of cordons. */
export async function uncordon(options: UncordonOptions, context: AppContext): Promise<ExitCode> {
  const loaded = await loadCluster(options.machines, context);
  if (!loaded.ok) return report(loaded.problems, context);
  const { cluster, file } = loaded.value;
  return await uncordonNodes(cluster, file, options, context, realWorld(context));
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
      request: { names: targets, all: targets.length === 0 },
      settings: settingsOf({ ...options, overrideInputs: [], nixOptions: [] }, machinesFile, context.cwd),
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
