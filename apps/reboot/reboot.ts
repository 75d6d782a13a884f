import type { Cluster } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { chooseTargets, planReboot } from "@quorate/rollout";
import type { DeployOptions } from "../deploy/options.ts";
import { conductOf, settingsOf } from "../deploy/settings.ts";
import { podWords } from "../deploy/typed.ts";
import { withCluster } from "../deploy/with-cluster.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { runOnNodes } from "../nodes/run-on-nodes.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";

/** What `reboot` was asked. */
export type RebootOptions = Pick<
  DeployOptions,
  | "machines"
  | "targets"
  | "all"
  | "anyTime"
  | "snapshot"
  | "drain"
  | "deletePods"
  | "disableEviction"
  | "certificates"
>;

/** `reboot <node…>`: the gates of a deployment, and between them nothing but a reboot. */
export async function reboot(options: RebootOptions, context: AppContext): Promise<ExitCode> {
  return await withCluster(options, context, rebootNodes);
}

/** The same for a cluster that is loaded already, in any world. */
async function rebootNodes(
  cluster: Cluster,
  machinesFile: string,
  options: RebootOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<ExitCode> {
  const { targets, all, anyTime, certificates } = options;
  const words = [
    "reboot",
    ...(all ? ["--all"] : targets),
    ...(anyTime ? ["--any-time"] : []),
    ...(options.snapshot ? [] : ["--no-snapshot"]),
    ...podWords(options),
    ...(certificates === undefined ? [] : ["--certs", certificates]),
  ];
  const conduct = conductOf({ ...options, except: [] });
  return await runOnNodes(
    cluster,
    {
      nodes: chooseTargets(cluster, { names: targets, all }),
      settings: settingsOf(options, machinesFile, context.cwd),
      command: words.map(shellWord).join(" "),
      planOf: (...looked) => planReboot(...looked, conduct),
      done: "rebooted",
      anyTime,
    },
    world,
    context,
  );
}
