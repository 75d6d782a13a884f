import { holdLock } from "@quorate/hosts";
import {
  type Holder,
  lockPlaces,
  nextChange,
  placesToRemember,
  type RolloutProblem,
  refuseOutsideWindow,
  rememberDeploymentCommand,
  windowClosed,
} from "@quorate/rollout";
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
  if (plan.stages.length === 0) return (await runRollout({ ...run, stopper }, world, context)).code;
  const closed = refuseOutsideWindow(look.cluster.rollout.windows, context.now(), run.anyTime);
  if (closed.length > 0) return report(closed, context);
  const commit = await run.commit();
  const holder: Holder = {
    commit,
    run: origin.run,
    by: origin.by,
    command: origin.command,
    since: context.now().getTime(),
    identity: world.identity,
  };
  const stop = (problem: RolloutProblem): void => {
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
    onLost: stop,
  });
  if (!held.ok) return report(held.problems, context);
  report(held.value.warnings, context);
  const timer = stopWhenClosed(run, context.now(), stop);
  try {
    const { code, changed } = await runRollout({ ...run, stopper }, world, context);
    const told = placesToRemember(look.cluster, observed, changed);
    await Promise.all(told.map((host) => world.run(rememberDeploymentCommand(paths, host, holder))));
    return code;
  } finally {
    clearTimeout(timer);
    await held.value.release();
  }
}

/** A run that lasts longer than its maintenance window stops after the steps that are under way. */
function stopWhenClosed(
  { look, anyTime }: Pick<RolloutRun, "look" | "anyTime">,
  now: Date,
  stop: (problem: RolloutProblem) => void,
): NodeJS.Timeout | undefined {
  const { windows } = look.cluster.rollout;
  const closes = anyTime || windows.length === 0 ? undefined : nextChange(windows, now, "closed");
  if (closes === undefined) return undefined;
  return setTimeout(() => stop(windowClosed()), closes.getTime() - now.getTime());
}
