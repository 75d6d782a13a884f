import type { Cluster } from "@quorate/cluster";
import { loadCluster } from "../machines/load-cluster.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { report } from "../terminal/report.ts";
import { realWorld } from "./real-world.ts";
import type { DeployWorld } from "./world.ts";

/** What a command does with a cluster that is loaded, in any world. */
export type ClusterWork<Options> = (
  cluster: Cluster,
  machinesFile: string,
  options: Options,
  context: AppContext,
  world: DeployWorld,
) => Promise<ExitCode>;

/** Loads the cluster of `options.machines` and does that with it, in the real world. */
export async function withCluster<Options extends { readonly machines: string }>(
  options: Options,
  context: AppContext,
  work: ClusterWork<Options>,
): Promise<ExitCode> {
  const loaded = await loadCluster(options.machines, context);
  if (!loaded.ok) return report(loaded.problems, context);
  const { cluster, file } = loaded.value;
  return await work(cluster, file, options, context, realWorld(context));
}
