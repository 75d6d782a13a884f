import type { Cluster } from "@quorate/cluster";
import { dryRun, leftOutOf, watchdogSeconds, workersAtOnce } from "@quorate/rollout";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";
import { carryOut } from "./carry-out.ts";
import type { DeployOptions } from "./options.ts";
import { admit } from "./refusals.ts";
import { settingsOf, termsOf } from "./settings.ts";
import { typedDeploy } from "./typed.ts";
import { withCluster } from "./with-cluster.ts";
import type { DeployWorld } from "./world.ts";

export type { DeployOptions } from "./options.ts";

/** `deploy <target…>`: installs bare machines, brings installed ones up to date. */
export async function deploy(options: DeployOptions, context: AppContext): Promise<ExitCode> {
  return await withCluster(options, context, deployCluster);
}

/** The same for a cluster that is loaded already, in any world. */
export async function deployCluster(
  cluster: Cluster,
  machinesFile: string,
  options: DeployOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<ExitCode> {
  if (options.assume !== undefined && !options.dryRun) {
    // A run that deploys looks at the machines: somebody who says what they are expects something else.
    const message = "--assume means something for a dry run alone";
    return report(
      [problem("assume-without-dry-run", "deploy", message, "Add --dry-run, or leave --assume out")],
      context,
    );
  }
  const atOnce = workersAtOnce(cluster, options.maxUnavailable);
  if (!atOnce.ok) return report(atOnce.problems, context);
  const watchdog = watchdogSeconds(options.watchdog);
  if (!watchdog.ok) return report(watchdog.problems, context);
  const settings = settingsOf(options, machinesFile, context.cwd);
  const admission = await admit(
    cluster,
    { names: options.targets, all: options.all, except: options.except, erase: options.erase },
    { machinesFile, ...settings },
    world,
    context.now(),
  );
  if (!admission.ok) return report(admission.problems, context);
  const { value: targets, warnings = [] } = admission;
  report(warnings, context);
  if (!options.dryRun) {
    const terms = termsOf(options);
    const left = leftOutOf(cluster, { names: [], all: options.all, except: options.except });
    const { allowOlder, anyTime } = options;
    const command = typedDeploy(options);
    const admitted = { cluster, targets, settings, command, terms, left, allowOlder, anyTime };
    const pace = { workersAtOnce: atOnce.value, watchdogSeconds: watchdog.value };
    return await carryOut({ ...admitted, ...pace }, world, context);
  }
  const assumptions = options.assume === undefined ? (["installed", "bare"] as const) : [options.assume];
  const lines = dryRun(cluster, targets, assumptions, settings, watchdog.value);
  if (context.json) tellJson({ ok: true, lines }, context);
  else for (const line of lines) context.out(line);
  return EXIT.done;
}
