import type { Cluster, Node, Result } from "@quorate/cluster";
import { beginDeployment, type DeploySettings, type Observation, type Plan } from "@quorate/rollout";
import { openRunJournal } from "../deploy/journal.ts";
import { runLocked } from "../deploy/run-locked.ts";
import { runName } from "../deploy/run-name.ts";
import type { RolloutRun } from "../deploy/run-rollout.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { commitAsked } from "../hosts/older.ts";
import { withLook } from "../hosts/with-look.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { report } from "../terminal/report.ts";

/** What is done to nodes that nothing is deployed to. */
export interface OnNodes {
  /** Those nodes, or why they can't be named. */
  readonly nodes: Result<readonly Node[]>;
  /** Whether nobody else is looked at. Default: whoever knows of them is, too. */
  readonly alone?: true;
  readonly settings: DeploySettings;
  /** As it was typed, without the program's name. */
  readonly command: string;
  readonly planOf: (
    cluster: Cluster,
    nodes: readonly Node[],
    observed: readonly Observation[],
  ) => Result<Plan>;
  /** What is said of a node to which all was done: `rebooted`. */
  readonly done: string;
  /** Asked once it is planned, before anything is done: an exit code where it is not meant. Default: it is. */
  readonly consent?: () => Promise<ExitCode | undefined>;
  /** Hears how it is when it is over, before that is told. */
  readonly over?: NonNullable<RolloutRun["over"]>;
  /** Whether that is done outside of the maintenance windows of machines.ts, too. */
  readonly anyTime: boolean;
}

/** Looks at nodes and does what is planned for them, under the lock of deployments and with their journal. */
export async function runOnNodes(
  cluster: Cluster,
  { nodes, alone, settings, command, planOf, consent, ...how }: OnNodes,
  world: DeployWorld,
  context: AppContext,
): Promise<ExitCode> {
  if (!nodes.ok) return report(nodes.problems, context);
  const { certificates } = settings;
  const distribution = cluster.distribution.kind;
  // Nothing is compared with what a node should be: it is only told of by its name.
  const targets = nodes.value.map((node) => ({ node, distribution, fingerprint: "", secrets: [] }));
  const begun = beginDeployment(cluster, targets);
  const look = alone ? { ...begun, nodes: nodes.value } : begun;
  const origin = { run: runName(context.now()), by: context.caller, command, certificates };
  const journal = openRunJournal(world, cluster.name, certificates, context);
  try {
    return await withLook(look, settings, world.run, async ({ observed, ...looked }) => {
      const planned = planOf(cluster, nodes.value, observed);
      if (!planned.ok) return report(planned.problems, context);
      report(planned.warnings ?? [], context);
      const refused = await consent?.();
      if (refused !== undefined) return refused;
      const plan = planned.value;
      const paths = { ...looked.paths, run: origin.run, by: origin.by };
      const commit = commitAsked(paths, world.run);
      return await runLocked(
        { commit, look, origin, journal, observed, plan, ...how, ...looked, paths },
        world,
        context,
      );
    });
  } finally {
    journal.close();
  }
}
