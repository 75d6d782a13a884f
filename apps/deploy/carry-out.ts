import { writeFile } from "node:fs/promises";
import type { Cluster } from "@quorate/cluster";
import { withWorkspace, workspaceFolder } from "@quorate/files";
import { closeConnections, createPerformer, observeNodes } from "@quorate/hosts";
import {
  type DeployPaths,
  type DesiredNode,
  describeStep,
  type Observation,
  planRollout,
  type RunEvent,
  refuseErasing,
  runPlan,
  sshConfig,
} from "@quorate/rollout";
import { buildSystems } from "@quorate/workbench";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report } from "../terminal/report.ts";
import { reportOf, type Target } from "./refusals.ts";
import { tellResult } from "./result.ts";
import type { DeployWorld } from "./world.ts";

/** Looks, builds, plans, and does what was planned. */
export async function carryOut(
  cluster: Cluster,
  targets: readonly Target[],
  settings: Omit<DeployPaths, "sshConfig" | "installations" | "roots"> & { readonly yes: boolean },
  world: DeployWorld,
  context: AppContext,
): Promise<ExitCode> {
  return await withWorkspace(async (workspace) => {
    const paths: DeployPaths = {
      ...settings,
      sshConfig: `${workspace.path}/ssh_config`,
      installations: workspaceFolder(workspace, "installations"),
      roots: workspaceFolder(workspace, "roots"),
    };
    const sockets = workspaceFolder(workspace, "s");
    await writeFile(paths.sshConfig, sshConfig(cluster, { certificates: settings.certificates, sockets }), {
      mode: 0o600,
    });
    const names = observedNames(cluster, targets);
    const observed = await observeNodes(world.run, paths, names, cluster.ssh.port);
    try {
      return await afterLooking(observed, targets, { ...settings, paths }, world, context);
    } finally {
      await closeConnections(
        world.run,
        paths,
        observed.filter(({ kind }) => kind === "installed").map(({ node }) => node),
      );
    }
  });
}

async function afterLooking(
  observed: readonly Observation[],
  targets: readonly Target[],
  { paths, yes }: { readonly paths: DeployPaths; readonly yes: boolean },
  world: DeployWorld,
  context: AppContext,
): Promise<ExitCode> {
  const nodes = targets.map(({ node }) => node);
  const wanted = new Set(nodes.map(({ name }) => name));
  const unreachable = observed.filter((one) => one.kind === "unreachable" && wanted.has(one.node));
  if (unreachable.length > 0) {
    report(
      unreachable.flatMap((one) => (one.kind === "unreachable" ? [reportOf(one.problem)] : [])),
      context,
    );
    return EXIT.failed;
  }
  const refusals = refuseErasing(nodes, observed, yes);
  if (refusals.length > 0) {
    report(refusals.map(reportOf), context);
    return EXIT.wrongInput;
  }
  const bare = new Set(observed.filter(({ kind }) => kind === "bare").map(({ node }) => node));
  context.err(`building ${nodes.map(({ name }) => name).join(", ")}`);
  const building = await buildSystems(
    world.run,
    paths,
    nodes.map(({ name }) => ({ name, install: bare.has(name) })),
  );
  if (!building.ok) {
    report(building.problems.map(reportOf), context);
    return EXIT.failed;
  }
  const desired = targets.map((target): DesiredNode => {
    const system = building.systems.get(target.node.name);
    if (system === undefined) throw new Error(`nothing was built for ${target.node.name}`);
    return { ...target, ...system };
  });
  const planning = planRollout(desired, observed);
  if (!planning.ok) {
    report(planning.problems.map(reportOf), context);
    return EXIT.failed;
  }
  const { plan } = planning;
  const result = await runPlan(plan, createPerformer(world.run, { paths, pause: world.pause }), (event) =>
    tellEvent(event, context),
  );
  tellResult(plan.unchanged, result, context);
  return result.problems.length === 0 ? EXIT.done : EXIT.failed;
}

/**
 * The targets and, where more than one of them is an etcd member, the other members: whether any is running
 * decides if the cluster is starting from nothing. What can't be reached counts as not running: a stopped
 * member that is started takes nothing away from those that run.
 */
function observedNames(cluster: Cluster, targets: readonly Target[]) {
  const names = targets.map(({ node }) => node.name);
  const members = targets.filter(({ node }) => node.roles.etcd);
  if (members.length < 2) return names;
  return [...new Set([...names, ...cluster.etcd.members.map(({ name }) => name)])];
}

function tellEvent(event: RunEvent, context: AppContext): void {
  const { step } = event;
  if (event.kind === "step-started") context.err(`${step.node}: ${describeStep(step)}`);
  if (event.kind === "step-failed") context.err(`${step.node}: failed [${event.problem.code}]`);
}
