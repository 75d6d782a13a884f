import type { Cluster } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { chooseTargets, planRollback, watchdogSeconds } from "@quorate/rollout";
import type { DeployOptions } from "../deploy/options.ts";
import { conductOf, settingsOf } from "../deploy/settings.ts";
import { podWords } from "../deploy/typed.ts";
import { withCluster } from "../deploy/with-cluster.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { runOnNodes } from "../nodes/run-on-nodes.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { report } from "../terminal/report.ts";

/** What `rollback` was asked. */
export type RollbackOptions = Pick<
  DeployOptions,
  | "machines"
  | "targets"
  | "yes"
  | "reboot"
  | "watchdog"
  | "anyTime"
  | "snapshot"
  | "coldStart"
  | "drain"
  | "deletePods"
  | "disableEviction"
  | "certificates"
>;

/** `rollback <node…>`: a deployment of what the nodes ran before, as they have kept it. */
export async function rollback(options: RollbackOptions, context: AppContext): Promise<ExitCode> {
  return await withCluster(options, context, rollbackNodes);
}

/** The same for a cluster that is loaded already, in any world. */
export async function rollbackNodes(
  cluster: Cluster,
  machinesFile: string,
  options: RollbackOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<ExitCode> {
  const { targets, yes, reboot, watchdog, anyTime, certificates } = options;
  const seconds = watchdogSeconds(watchdog);
  if (!seconds.ok) return report(seconds.problems, context);
  // Consent is given each time: it is to what was shown.
  const words = [
    "rollback",
    ...targets,
    ...(reboot === undefined ? [] : ["--reboot", reboot]),
    ...(watchdog === undefined ? [] : ["--watchdog", watchdog]),
    ...(anyTime ? ["--any-time"] : []),
    ...(options.coldStart === true ? ["--cold-start"] : []),
    ...(options.snapshot ? [] : ["--no-snapshot"]),
    ...podWords(options),
    ...(certificates === undefined ? [] : ["--certs", certificates]),
  ];
  const conduct = conductOf({ ...options, except: [] });
  return await runOnNodes(
    cluster,
    {
      nodes: chooseTargets(cluster, { names: targets, all: false }),
      settings: settingsOf(options, machinesFile, context.cwd),
      command: words.map(shellWord).join(" "),
      planOf: (...looked) => planRollback(...looked, { yes, conduct, watchdogSeconds: seconds.value }),
      done: "rolled back",
      anyTime,
    },
    world,
    context,
  );
}
