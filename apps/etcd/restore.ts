import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Cluster, succeeded } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import {
  afterRestoreLines,
  planRestore,
  restartedNodes,
  restoredNodes,
  restoreLines,
} from "@quorate/rollout";
import { readSnapshot, type StoredSnapshot } from "@quorate/workbench";
import { settingsOf } from "../deploy/settings.ts";
import { withCluster } from "../deploy/with-cluster.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { runOnNodes } from "../nodes/run-on-nodes.ts";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report } from "../terminal/report.ts";
import { refuseSealedSnapshot } from "./snapshot-token.ts";

/** What `etcd restore` was asked. */
export interface RestoreOptions {
  /** Path of machines.ts, relative to the working folder. */
  readonly machines: string;
  /** A snapshot's folder, or the database in it, relative to the working folder. */
  readonly snapshot: string;
  /** The folder that genCerts made. Default: `certs` beside machines.ts. */
  readonly certificates?: string;
  /** Nodes that are gone. */
  readonly without: readonly string[];
  /** Give up what etcd serves now. */
  readonly evenIfItServes: boolean;
  /** Ask nothing. */
  readonly yes: boolean;
}

/** `etcd restore <snapshot>`: a whole cluster begins anew with what a snapshot has. */
export async function restore(options: RestoreOptions, context: AppContext): Promise<ExitCode> {
  return await withCluster(options, context, restoreCluster);
}

/** The same for a cluster that is loaded already, in any world. */
export async function restoreCluster(
  cluster: Cluster,
  machinesFile: string,
  options: RestoreOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<ExitCode> {
  const stored = await readSnapshot(resolve(context.cwd, options.snapshot));
  if (!stored.ok) return report(stored.problems, context);
  const settings = settingsOf(options, machinesFile, context.cwd);
  const { certificates } = settings;
  const missing = stored.value.manifest.needs.filter((name) => !existsSync(join(certificates, name)));
  if (missing.length > 0) {
    const message = `${certificates} does not have ${missing.join(", ")}, with which what the snapshot holds is encrypted or signed`;
    const hint = "Name the certificates' folder that the snapshot was taken with (--certs)";
    return report([problem("restore-keys-missing", certificates, message, hint)], context);
  }
  const { file, manifest } = stored.value;
  const nodes = restoredNodes(cluster, options.without);
  const otherToken = refuseSealedSnapshot(stored.value, nodes, certificates);
  if (otherToken !== undefined) return report([otherToken], context);
  const restarted = restartedNodes(cluster, options.without);
  let unasked: readonly string[] = [];
  let bumped = true;
  const code = await runOnNodes(
    cluster,
    {
      nodes: succeeded([...nodes, ...restarted]),
      // Whoever is left out does not answer.
      alone: true,
      settings,
      command: typed(options),
      planOf: (_, __, observed) => {
        unasked = restarted.flatMap(({ name }) =>
          observed.some(({ node, kind }) => node === name && kind === "installed") ? [] : [name],
        );
        return planRestore(cluster, observed, { ...options, file, manifest });
      },
      consent: () => consent(cluster, stored.value, options, context),
      over: ({ nodes }) => {
        bumped = Object.values(nodes).every(({ learned }) => learned.bumped !== false);
      },
      done: "restored",
      anyTime: true,
    },
    world,
    context,
  );
  if (code === EXIT.done) {
    for (const line of afterRestoreLines(cluster, options.without, bumped, unasked)) context.err(line);
  }
  return code;
}

/** Shows what will be done, and asks whether that is meant; an exit code where it is not. */
async function consent(
  cluster: Cluster,
  { file, manifest }: StoredSnapshot,
  { without, yes }: RestoreOptions,
  context: AppContext,
): Promise<ExitCode | undefined> {
  for (const line of restoreLines(cluster, manifest, { file, without }, context.now())) context.err(line);
  if (yes) return undefined;
  const answer = await context.ask(`Type the cluster's name, ${cluster.name}, to go on: `);
  if (answer?.trim() === cluster.name) return undefined;
  const message =
    answer === undefined
      ? "nobody can be asked whether a restore is meant: this is no terminal"
      : "the answer was not the cluster's name: nothing was touched";
  return report(
    [problem("restore-needs-consent", cluster.name, message, "Give --yes where nobody is there to answer")],
    context,
  );
}

/** The words of it as it was typed, but for the consent, which is given each time. */
function typed({ snapshot, certificates, without }: RestoreOptions): string {
  return [
    ...["etcd", "restore", snapshot],
    ...without.flatMap((name) => ["--without", name]),
    ...(certificates === undefined ? [] : ["--certs", certificates]),
  ]
    .map(shellWord)
    .join(" ");
}
