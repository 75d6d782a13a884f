// Part of `npm run bench -- rollout`: what a plan with nothing to do costs, beside one ssh round trip to the same hosts.
import { join } from "node:path";
import { clusterOf } from "@quorate/cluster/testing";
import { createSystemRunner } from "@quorate/command";
import { withWorkspace } from "@quorate/files";
import { closeConnections } from "@quorate/hosts";
import pLimit from "p-limit";
import { preparePaths } from "../../apps/hosts/prepare-paths.ts";
import { planCluster } from "../../apps/plan/plan.ts";
import { keptContext } from "../../apps/testing/context.ts";
import { planOptions } from "../../apps/testing/plan-options.ts";
import { sshCommand } from "../../packages/rollout/src/ssh/ssh-command.ts";
import { Scene } from "../deploy/scene.ts";
import { startAsDeployed } from "./as-deployed.ts";
import { summarise } from "./measure.ts";

/** What was measured with so many hosts; times are milliseconds. */
export interface NoChange {
  readonly hosts: number;
  /** One ssh command to each, as many side by side as a look has. */
  readonly floor: number;
  readonly plan: number;
  /** Commands of Nix that the plans have run. */
  readonly nix: number;
}

/** As many as a look has side by side. */
const AT_ONCE = 32;

/** Measures both in turn, `runs` times; the medians count. Needs root, as the scenes of test/deploy do. */
export async function benchNoChange(hosts: number, runs: number): Promise<NoChange> {
  const scene = await Scene.make(clusterOf({ stacked: 3, workers: hosts - 3 }));
  try {
    for (const { name } of scene.cluster.nodes) await startAsDeployed(scene, name);
    const floors: number[] = [];
    const plans: number[] = [];
    let nix = 0;
    for (let run = 0; run < runs; run++) {
      floors.push(await timed(() => roundTrip(scene)));
      plans.push(await timed(async () => (nix += await planNothing(scene))));
    }
    return { hosts, floor: summarise(floors).median, plan: summarise(plans).median, nix };
  } finally {
    await scene.dispose();
  }
}

/** Asks each host for nothing, by a connection of its own. */
async function roundTrip(scene: Scene): Promise<void> {
  const run = createSystemRunner({ onLine: () => {}, verbose: false });
  await withWorkspace(async ({ path }) => {
    const paths = await preparePaths(scene.cluster, scene.settings, path);
    const names = scene.cluster.nodes.map(({ name }) => name);
    const limit = pLimit(AT_ONCE);
    const ended = await Promise.all(
      names.map((name) => limit(() => run(sshCommand(paths, name, "nothing", "true", { output: "silent" })))),
    );
    const failed = ended.find(({ code }) => code !== 0);
    if (failed !== undefined) throw new Error(`a host does not answer: ${failed.stderr}`);
    await closeConnections(run, paths, names);
  });
}

/** Plans, and tells how often Nix was started. */
async function planNothing(scene: Scene): Promise<number> {
  const context = keptContext({ cwd: scene.folder, now: () => scene.now });
  let nix = 0;
  const world = scene.world(context, (run) => (command) => {
    if (command.argv[0]?.startsWith("nix")) nix++;
    return run(command);
  });
  const options = planOptions({ detailedExitcode: true, certificates: scene.certificates });
  const code = await planCluster(scene.cluster, join(scene.flake, "machines.ts"), options, context, world);
  if (code !== 0) throw new Error([...context.lines, ...context.errors].join("\n"));
  return nix;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
