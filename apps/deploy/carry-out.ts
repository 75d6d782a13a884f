import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import type { Cluster } from "@quorate/cluster";
import { withWorkspace } from "@quorate/files";
import { closeConnections, drive, now, observeNodes, runStep } from "@quorate/hosts";
import {
  afterBuilding,
  afterLooking,
  beginDeployment,
  type DeployPaths,
  type DeploySettings,
  deployPaths,
  describeStep,
  foldersToMake,
  type Look,
  type Observation,
  type RunEvent,
  sshConfig,
  start,
  type Target,
  whomWeAreConnectedTo,
} from "@quorate/rollout";
import { buildSystems } from "@quorate/workbench";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { whenInterrupted } from "../terminal/interruption.ts";
import { report } from "../terminal/report.ts";
import { deploymentInterrupted } from "./interruption.ts";
import { tellResult } from "./result.ts";
import type { DeployWorld } from "./world.ts";

/** Looks, builds, and does what was planned: what comes next, and whether, is decided in rollout. */
export async function carryOut(
  cluster: Cluster,
  targets: readonly Target[],
  settings: DeploySettings,
  yes: boolean,
  world: DeployWorld,
  context: AppContext,
): Promise<ExitCode> {
  return await withWorkspace(async (workspace) => {
    const untouched = deploymentInterrupted(
      targets.map(({ node }) => node.name),
      [],
    );
    whenInterrupted(context, () => untouched);
    const paths = deployPaths(settings, workspace.path);
    for (const folder of foldersToMake(paths)) await mkdir(folder, { mode: 0o700 });
    await writeFile(paths.sshConfig, sshConfig(cluster, paths), { mode: 0o600 });
    const look = beginDeployment(cluster, targets);
    const observed = await observeNodes(world.run, paths, look);
    try {
      return await buildAndRun(look, observed, paths, yes, world, context);
    } finally {
      await closeConnections(world.run, paths, whomWeAreConnectedTo(observed));
    }
  });
}

async function buildAndRun(
  look: Look,
  observed: readonly Observation[],
  paths: DeployPaths,
  yes: boolean,
  world: DeployWorld,
  context: AppContext,
): Promise<ExitCode> {
  const looked = afterLooking(look, observed, yes);
  if (!looked.ok) return report(looked.problems, context);
  const build = looked.value;
  context.err(`building ${build.nodes.map(({ name }) => name).join(", ")}`);
  const built = await buildSystems(world.run, paths, build.nodes);
  if (!built.ok) return report(built.problems, context);
  const planned = afterBuilding(build, built.value);
  if (!planned.ok) return report(planned.problems, context);
  const plan = planned.value;
  const events: RunEvent[] = [];
  const names = plan.stages.flatMap(({ lanes }) => lanes.map(({ node }) => node));
  whenInterrupted(context, () => deploymentInterrupted([...new Set(names)], events));
  const settings = { run: randomUUID(), certificates: paths.certificates, pauses: world.pauses };
  const { over } = drive(start(plan, settings, now()), {
    run: (step) => runStep(world.run, paths, step),
    note: () => {},
    say: (event) => {
      events.push(event);
      tellEvent(event, context);
    },
    now,
  });
  return tellResult(plan.unchanged, await over, context);
}

function tellEvent(event: RunEvent, context: AppContext): void {
  const { step } = event;
  const doing = `${step.node}: ${event.part === "undo" ? "taking back: " : ""}${describeStep(step)}`;
  if (event.kind === "step-started") context.err(doing);
  if (event.kind === "step-waits") {
    const why = event.problem?.message ?? "all is well so far";
    context.err(`${doing}, for ${Math.round(event.seconds)} s by now: ${why}`);
  }
  if (event.kind === "step-failed") context.err(`${step.node}: failed [${event.problem.code}]`);
}
