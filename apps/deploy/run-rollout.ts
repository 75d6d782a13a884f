import type { Cluster, HostName, Problem } from "@quorate/cluster";
import { drive, now, observeNodes, runStep } from "@quorate/hosts";
import {
  type DeployPaths,
  describeStep,
  type Look,
  type MachineState,
  type Observation,
  type Plan,
  type RunEvent,
  type RunOrigin,
  removedMembers,
  snapshotPath,
  standingOf,
  start,
  stepOfLane,
  stillRuns,
  stillRunsCommand,
} from "@quorate/rollout";
import { pruneSnapshots } from "@quorate/workbench";
import type { CommitAsked } from "../hosts/older.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { tellInterrupted, whenInterrupted } from "../terminal/interruption.ts";
import { report } from "../terminal/report.ts";
import { deploymentInterrupted } from "./interruption.ts";
import type { RunJournal } from "./journal.ts";
import { type Left, leftOf } from "./last-lines.ts";
import { milestoneOf } from "./milestones.ts";
import { tellResult } from "./result.ts";
import { doing, whileUnderWay } from "./under-way.ts";
import type { DeployWorld } from "./world.ts";

/** What a plan is run with. */
export interface RolloutRun {
  readonly look: Look;
  readonly plan: Plan;
  readonly origin: RunOrigin;
  readonly paths: DeployPaths;
  readonly journal: RunJournal;
  /** What was seen when it was planned. */
  readonly observed: readonly Observation[];
  /** Hears how it is when it is over, before that is told. */
  readonly over?: (state: MachineState) => void;
  /** What is said of a node to which all was done. Default: `deployed`. */
  readonly done?: string;
  /** The commit that is written down as deployed. */
  readonly commit: CommitAsked;
  /** Whether it may go on outside of the maintenance windows of machines.ts. */
  readonly anyTime: boolean;
  /** Hears how to stop it, and what became of it that is not in its plan. */
  readonly stopper: Stopper;
  /** Whether the run goes on after Control-C, and what it needs with it. */
  readonly survivesControlC: (yes: boolean) => void;
}

/** Stops a run for a reason of its own. */
export interface Stopper {
  /** Set while the run is under way: it stops after its steps. */
  stop: () => void;
  /** Why. */
  readonly problems: Problem[];
}

/** How a run has ended. */
export interface Ran {
  readonly code: ExitCode;
  /** Nodes to which all was done. */
  readonly changed: readonly HostName[];
}

/** Does what was planned, and tells what became of it. */
export async function runRollout(run: RolloutRun, world: DeployWorld, context: AppContext): Promise<Ran> {
  const { plan, origin, paths, journal, stopper, survivesControlC } = run;
  const driven = drive(start(plan, { ...origin, pauses: world.pauses }, now()), {
    run: (effect) =>
      whileUnderWay(
        doing({ step: effect.step, part: effect.place.part }),
        runStep(world.run, paths, effect),
        context,
      ),
    note: (entry) => journal.note(entry, () => driven.interrupt()),
    say: (event) => {
      tellEvent(event, run.look.cluster, context);
      if (event.kind === "step-done" && event.step.kind === "snapshot") void keepSnapshots(run, context);
    },
    now,
  });
  stopper.stop = driven.interrupt;
  survivesControlC(true);
  stopWhenAsked(driven, survivesControlC, context);
  let state: MachineState;
  try {
    state = await driven.over;
  } finally {
    survivesControlC(false);
    whenInterrupted(context, () => deploymentInterrupted(driven.state()));
  }
  report(await stillRunning(run, state, world), context);
  run.over?.(state);
  const stopped = state.problems.length > 0 || state.interruptions > 0;
  const result = { ...state, problems: [...state.problems, ...journal.problems(), ...stopper.problems] };
  const code = tellResult(
    plan,
    result,
    stopped ? await lookAgain(run, state, world) : undefined,
    context,
    run.done,
  );
  const changed = Object.entries(state.nodes).filter(([, { outcome }]) => outcome === "changed");
  return {
    code: state.interruptions > 0 && code === EXIT.done ? EXIT.interrupted : code,
    changed: changed.map(([name]) => name as HostName),
  };
}

/** Of whom it took off etcd's list: no later run asks for those. */
async function stillRunning(
  { look: { cluster }, plan }: RolloutRun,
  { stage }: MachineState,
  world: DeployWorld,
): Promise<readonly Problem[]> {
  const asked = removedMembers(cluster, plan.stages.slice(0, stage)).map(async (member) =>
    stillRuns(member, cluster, await world.run(stillRunsCommand(member, cluster))),
  );
  return (await Promise.all(asked)).flat();
}

/** Says where the snapshot of etcd is, and removes those that are too many or too old. */
async function keepSnapshots({ look, paths }: RolloutRun, context: AppContext): Promise<void> {
  const { name, rollout } = look.cluster;
  context.err(`the snapshot of etcd is in ${snapshotPath(paths, name)}: it holds Secrets`);
  report(await pruneSnapshots(paths.snapshots, name, rollout.snapshots, context.now()), context);
}

/** What is true of the machines now is asked of them, and not told from what was done. */
async function lookAgain(
  { look, paths, origin }: RolloutRun,
  state: MachineState,
  world: DeployWorld,
): Promise<Left> {
  const observed = await observeNodes(world.run, paths, look);
  const names = look.targets.map(({ node }) => node.name);
  return leftOf(state, standingOf(look.cluster, names, observed), origin.command);
}

/** Stops after the steps under way when Control-C is pressed, and at once when it is pressed again. */
function stopWhenAsked(
  { state, interrupt }: ReturnType<typeof drive>,
  survivesControlC: (yes: boolean) => void,
  context: AppContext,
): void {
  context.onInterruption((signal) => {
    const steps = state().lanes.flatMap((_, lane) => stepOfLane(state(), lane) ?? []);
    if (signal === "SIGINT" && state().interruptions === 0 && steps.length > 0) {
      const words = steps.map((step) => `${step.node}: ${describeStep(step)}`).join("; ");
      context.err(`stopping after what is under way (${words}); Control-C again stops at once`);
      interrupt();
      return "goes-on";
    }
    interrupt();
    survivesControlC(false);
    tellInterrupted(deploymentInterrupted(state()), context);
    return "ends";
  });
}

function tellEvent(event: RunEvent, cluster: Cluster, context: AppContext): void {
  const { step } = event;
  const milestone = milestoneOf(event, cluster);
  if (milestone !== undefined) context.err(milestone);
  const words = doing(event);
  if (event.kind === "step-started") context.err(words);
  if (event.kind === "step-waits") {
    const why = event.problem?.message ?? "all is well so far";
    const most = event.withinSeconds;
    const of = most === undefined || !Number.isFinite(most) ? "" : ` of at most ${Math.round(most)} s`;
    context.err(`${words}, for ${Math.round(event.seconds)} s by now${of}: ${why}`);
  }
  if (event.kind === "step-failed") context.err(`${step.node}: failed [${event.problem.code}]`);
}
