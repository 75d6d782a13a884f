import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Cluster } from "@quorate/cluster";
import { drive, now, runStep } from "@quorate/hosts";
import {
  beginDeployment,
  bytes,
  MANIFEST_FILE,
  type Manifest,
  planSnapshot,
  readManifest,
  snapshotPath,
  start,
} from "@quorate/rollout";
import { pruneSnapshots } from "@quorate/workbench";
import { runName } from "../deploy/run-name.ts";
import { settingsOf } from "../deploy/settings.ts";
import { withCluster } from "../deploy/with-cluster.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { withLook } from "../hosts/with-look.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { whenInterrupted } from "../terminal/interruption.ts";
import { report, tellJson } from "../terminal/report.ts";

/** What `etcd snapshot` was asked. */
export interface SnapshotOptions {
  /** Path of machines.ts, relative to the working folder. */
  readonly machines: string;
  /** The folder that genCerts made. Default: `certs` beside machines.ts. */
  readonly certificates?: string;
  /** The folder that the snapshot goes to, in a folder of its own. Default: `snapshots` beside the certificates. */
  readonly to?: string;
}

/** `etcd snapshot`: a copy of all that is in etcd, on this machine. It changes nothing, and needs no lock. */
export async function snapshot(options: SnapshotOptions, context: AppContext): Promise<ExitCode> {
  return await withCluster(options, context, snapshotCluster);
}

/** The same for a cluster that is loaded already, in any world. */
export async function snapshotCluster(
  cluster: Cluster,
  machinesFile: string,
  options: SnapshotOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<ExitCode> {
  const { to } = options;
  const plain = settingsOf(options, machinesFile, context.cwd);
  const settings = to === undefined ? plain : { ...plain, snapshots: resolve(context.cwd, to) };
  whenInterrupted(context, () => ({
    message: "no snapshot was taken, and nothing was touched",
    hint: "Run the same command again.",
  }));
  const nodes = cluster.nodes.filter(({ roles, offline }) => roles.etcd && !offline);
  const look = { ...beginDeployment(cluster, []), nodes };
  return await withLook(look, settings, world.run, async ({ observed, ...looked }) => {
    const planned = planSnapshot(cluster, observed);
    if (!planned.ok) return report(planned.problems, context);
    const run = runName(context.now());
    const paths = { ...looked.paths, run, by: context.caller };
    const origin = { run, by: context.caller, command: "etcd snapshot", certificates: paths.certificates };
    const state = await drive(start(planned.value, { ...origin, pauses: world.pauses }, now()), {
      run: (step) => runStep(world.run, paths, step),
      // It changes nothing: there is nothing to remember.
      note: () => {},
      say: ({ kind, step }) => {
        if (kind === "step-started") context.err(`${step.node}: taking a snapshot of etcd`);
      },
      now,
    }).over;
    if (state.problems.length > 0) return report(state.problems, context);
    const folder = snapshotPath(paths, cluster.name);
    if (to === undefined) {
      const { snapshots } = cluster.rollout;
      report(await pruneSnapshots(paths.snapshots, cluster.name, snapshots, context.now()), context);
    }
    return tellSnapshot(folder, context);
  });
}

function tellSnapshot(folder: string, context: AppContext): ExitCode {
  const file = `${folder}/${MANIFEST_FILE}`;
  const manifest = existsSync(file) ? readManifest(readFileSync(file, "utf8")) : undefined;
  if (manifest === undefined) throw new Error(`${file} is no manifest`);
  if (context.json) {
    tellJson({ ok: true, schema: 1, folder, ...manifest }, context);
    return EXIT.done;
  }
  const { revision, keys, takenOn } = manifest;
  context.out(folder);
  context.err(
    `${bytes(manifest.bytes)}, ${keys ?? "?"} keys, revision ${revision}, from ${takenOn}. It holds Secrets: keep it as you keep the certificates' folder${neededWords(manifest)}`,
  );
  return EXIT.done;
}

function neededWords({ needs, beside }: Manifest): string {
  return [
    ...(needs.length === 0 ? [] : [`, of which it needs ${needs.join(" and ")}`]),
    ...(beside.length === 0 ? [] : [`. What opens it lies beside it: ${beside.join(" and ")}`]),
  ].join("");
}
