import { setTimeout as pause } from "node:timers/promises";
import type { Cluster } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import { runStep } from "@quorate/hosts";
import {
  beginDeployment,
  type DeployPaths,
  healthLine,
  healthQuestions,
  healthStatus,
  type Observation,
  statusLines,
  statusOf,
  type Target,
} from "@quorate/rollout";
import { readSecrets } from "@quorate/workbench";
import { realWorld } from "../deploy/real-world.ts";
import { settingsOf } from "../deploy/settings.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { withLook } from "../hosts/with-look.ts";
import { loadCluster } from "../machines/load-cluster.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";

/** What `status` was asked. */
export interface StatusOptions {
  /** Path of machines.ts, relative to the working folder. */
  readonly machines: string;
  /** The folder that genCerts made. Default: `certs` beside machines.ts. */
  readonly certificates?: string;
  readonly watch: boolean;
}

/** Milliseconds between two looks of `--watch`. */
const EVERY = 10_000;

/** `status`: says what is true of every machine now, and changes nothing. */
export async function status(options: StatusOptions, context: AppContext): Promise<ExitCode> {
  const loaded = await loadCluster(options.machines, context);
  if (!loaded.ok) return report(loaded.problems, context);
  const { cluster, file } = loaded.value;
  const world = realWorld(context);
  for (;;) {
    await tellStatus(cluster, file, options, context, world);
    if (!options.watch || !context.isRead()) return EXIT.done;
    await pause(EVERY);
    if (!context.json) context.out("");
  }
}

async function tellStatus(
  cluster: Cluster,
  machinesFile: string,
  options: StatusOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<void> {
  const settings = settingsOf(options, machinesFile, context.cwd);
  const targets = await targetsOf(cluster, machinesFile, settings.certificates, world);
  const nodes = cluster.nodes.filter(({ offline }) => !offline);
  const look = { ...beginDeployment(cluster, targets), nodes };
  await withLook(look, settings, world.run, async ({ observed, paths }) => {
    const seen = statusOf(cluster, targets, observed);
    const health = await askHealth(cluster, observed, paths, world.run);
    if (context.json) tellJson({ ok: true, schema: 1, ...seen, health }, context);
    else
      for (const line of [...statusLines(seen, context.now()), ...health.map(healthLine)]) context.out(line);
  });
}

/** Asks what `health` of machines.ts asks for, once and side by side. */
async function askHealth(
  cluster: Cluster,
  observed: readonly Observation[],
  paths: DeployPaths,
  run: Runner,
): Promise<readonly ReturnType<typeof healthStatus>[]> {
  return await Promise.all(
    healthQuestions(cluster, observed).map(async (step) =>
      healthStatus(step, await runStep(run, paths, { step }), paths),
    ),
  );
}

/** What each node should be, as far as it can be read: a status is told without certificates, too. */
async function targetsOf(
  cluster: Cluster,
  machinesFile: string,
  certificates: string,
  world: DeployWorld,
): Promise<readonly Target[]> {
  const { fingerprints } = await world.inspectGenerated(cluster, machinesFile);
  const targets = await Promise.all(
    cluster.nodes.map(async (node): Promise<readonly Target[]> => {
      const secrets = await readSecrets(cluster, node, certificates);
      const fingerprint = fingerprints.get(node.name);
      if (!secrets.ok || fingerprint === undefined) return [];
      return [{ node, distribution: cluster.distribution.kind, fingerprint, secrets: secrets.value }];
    }),
  );
  return targets.flat();
}
