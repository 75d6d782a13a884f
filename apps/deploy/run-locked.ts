import { holdLock } from "@quorate/hosts";
import { type Holder, lockPlaces, type RolloutProblem } from "@quorate/rollout";
import { commitOf } from "../hosts/older.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { report } from "../terminal/report.ts";
import { type RolloutRun, runRollout, type Stopper } from "./run-rollout.ts";
import type { DeployWorld } from "./world.ts";

/** Does what was planned while nobody else deploys to the cluster. What needs no action needs no lock. */
export async function runLocked(
  run: Omit<RolloutRun, "stopper">,
  world: DeployWorld,
  context: AppContext,
): Promise<ExitCode> {
  const { look, plan, observed, origin, paths } = run;
  const stopper: Stopper = { stop: () => {}, problems: [] };
  if (plan.stages.length === 0) return await runRollout({ ...run, stopper }, world, context);
  const commit = await commitOf(paths, world.run);
  const holder: Holder = {
    commit,
    run: origin.run,
    by: origin.by,
    command: origin.command,
    since: context.now().getTime(),
    identity: world.identity,
  };
  const onLost = (problem: RolloutProblem): void => {
    stopper.problems.push(problem);
    stopper.stop();
  };
  const held = await holdLock(world.run, {
    paths,
    places: lockPlaces(look.cluster, observed),
    holder,
    seen: (host) => {
      const one = observed.find(({ node }) => node === host);
      return one?.kind === "installed" ? one.facts.lock : undefined;
    },
    isDead: world.isDead,
    onLost,
  });
  if (!held.ok) return report(held.problems, context);
  report(held.value.warnings, context);
  try {
    return await runRollout({ ...run, stopper }, world, context);
  } finally {
    await held.value.release();
  }
}
