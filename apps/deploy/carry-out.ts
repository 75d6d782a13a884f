import { type Cluster, exitOf } from "@quorate/cluster";
import { optionsByNode } from "@quorate/nixos";
import {
  afterBuilding,
  afterLooking,
  beginDeployment,
  type DeploySettings,
  type LeftOut,
  leftOutProblem,
  type Observation,
  refuseOutsideWindow,
  type Target,
  type Terms,
  tellServedEnds,
} from "@quorate/rollout";
import { buildSystems } from "../hosts/build-systems.ts";
import { commitAsked, judgeOlder } from "../hosts/older.ts";
import { withLook } from "../hosts/with-look.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { whenInterrupted } from "../terminal/interruption.ts";
import { report } from "../terminal/report.ts";
import { untouched } from "./interruption.ts";
import { openRunJournal } from "./journal.ts";
import { tellModified, tellReachable } from "./modified.ts";
import { runLocked } from "./run-locked.ts";
import { runName } from "./run-name.ts";
import type { RolloutRun } from "./run-rollout.ts";
import type { DeployWorld } from "./world.ts";

/** What a deployment was asked, and admitted to do. */
export interface Admitted {
  readonly cluster: Cluster;
  readonly targets: readonly Target[];
  readonly settings: DeploySettings;
  /** As it was typed, without the program's name. */
  readonly command: string;
  readonly terms: Terms;
  /** Nodes that the user left out. */
  readonly left: readonly LeftOut[];
  /** Whether what is older than what was deployed last is deployed as well. */
  readonly allowOlder: boolean;
  /** Whether machines are touched outside of the maintenance windows, too. */
  readonly anyTime: boolean;
  /** How many workers may be away at once. */
  readonly workersAtOnce: number;
  /** Seconds without a word after which a node goes back by itself. */
  readonly watchdogSeconds: number;
}

/** Looks, builds, and does what was planned: what comes next, and whether, is decided in rollout. */
export async function carryOut(
  admitted: Admitted,
  world: DeployWorld,
  context: AppContext,
): Promise<ExitCode> {
  const { cluster, targets, settings, command, left, workersAtOnce, watchdogSeconds } = admitted;
  whenInterrupted(context, () => untouched(targets.map(({ node }) => node.name)));
  const { certificates } = settings;
  const journal = openRunJournal(world, cluster.name, certificates, context);
  const look = beginDeployment(cluster, targets, optionsByNode(cluster), workersAtOnce, watchdogSeconds);
  const origin = { run: runName(context.now()), by: context.caller, command, certificates };
  try {
    return await withLook(look, settings, world.run, async ({ observed, ...looked }) => {
      report(left.map(leftOutProblem), context);
      const paths = { ...looked.paths, run: origin.run, by: origin.by };
      const commit = commitAsked(paths, world.run);
      const run = { commit, look, origin, journal, anyTime: admitted.anyTime, ...looked, paths };
      const { code, skipped } = await buildAndRun(run, observed, admitted, world, context);
      return code === EXIT.done && left.length + skipped > 0 ? EXIT.leftOut : code;
    });
  } finally {
    journal.close();
  }
}

async function buildAndRun(
  run: Omit<RolloutRun, "plan" | "observed" | "stopper">,
  observed: readonly Observation[],
  { terms, allowOlder }: Admitted,
  world: DeployWorld,
  context: AppContext,
): Promise<{ readonly code: ExitCode; readonly skipped: number }> {
  tellReachable(observed, context);
  const looked = afterLooking(run.look, observed, terms);
  if (!looked.ok) return { code: report(looked.problems, context), skipped: 0 };
  const build = looked.value;
  const skipped = build.left.length;
  report(looked.warnings ?? [], context);
  const { cluster } = build.look;
  const names = build.look.targets.map(({ node }) => node.name);
  report(tellServedEnds(cluster, names, observed, context.now()), context);
  // Where everything is built, whatever is there, it is not known before whether anything is to be done.
  const early = terms.evaluate === "needed" && build.nodes.length > 0;
  const refusedNow = async (): Promise<ExitCode | undefined> => {
    const closed = refuseOutsideWindow(run.look.cluster.rollout.windows, context.now(), run.anyTime);
    if (closed.length > 0) return report(closed, context);
    const older = await judgeOlder(run.paths, observed, allowOlder, world.run, run.commit);
    const code = report(older, context);
    return exitOf(older) === undefined ? undefined : code;
  };
  const refused = early ? await refusedNow() : undefined;
  if (refused !== undefined) return { code: refused, skipped };
  if (build.nodes.length > 0) context.err(`building ${build.nodes.map(({ name }) => name).join(", ")}`);
  const built = await buildSystems(world.run, run.paths, build.nodes);
  if (!built.ok) return { code: report(built.problems, context), skipped };
  const planned = afterBuilding(build, built.value);
  if (!planned.ok) return { code: report(planned.problems, context), skipped };
  report(planned.warnings ?? [], context);
  const { look } = build;
  tellModified(look, observed, planned.value, context);
  if (!early && build.nodes.length > 0 && planned.value.stages.length > 0) {
    const late = await refusedNow();
    if (late !== undefined) return { code: late, skipped };
  }
  const code = await runLocked({ ...run, look, observed, plan: planned.value }, world, context);
  return { code, skipped };
}
