import type { Cluster, Node, Result } from "@quorate/cluster";
import {
  beginDeployment,
  chooseTargets,
  type DeploySettings,
  type Observation,
  type Plan,
  type TargetRequest,
} from "@quorate/rollout";
import { openRunJournal } from "../deploy/journal.ts";
import { runLocked } from "../deploy/run-locked.ts";
import { runName } from "../deploy/run-name.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { commitAsked } from "../hosts/older.ts";
import { withLook } from "../hosts/with-look.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { report } from "../terminal/report.ts";

/** What is done to nodes that nothing is deployed to. */
export interface OnNodes {
  readonly request: TargetRequest;
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
  /** Whether that is done outside of the maintenance windows of machines.ts, too. */
  readonly anyTime: boolean;
}

/** Looks at nodes and does what is planned for them, under the lock of deployments and with their journal. */
export async function runOnNodes(
  cluster: Cluster,
  { request, settings, command, planOf, done, anyTime }: OnNodes,
  world: DeployWorld,
  context: AppContext,
): Promise<ExitCode> {
  const chosen = chooseTargets(cluster, request);
  if (!chosen.ok) return report(chosen.problems, context);
  const nodes = chosen.value;
  const { certificates } = settings;
  const distribution = cluster.distribution.kind;
  // Nothing is compared with what a node should be: it is only told of by its name.
  const targets = nodes.map((node) => ({ node, distribution, fingerprint: "", secrets: [] }));
  const look = beginDeployment(cluster, targets);
  const origin = { run: runName(context.now()), by: context.caller, command, certificates };
  const journal = openRunJournal(world, cluster.name, certificates, context);
  try {
    return await withLook(look, settings, world.run, async ({ observed, ...looked }) => {
      const planned = planOf(cluster, nodes, observed);
      if (!planned.ok) return report(planned.problems, context);
      report(planned.warnings ?? [], context);
      const paths = { ...looked.paths, run: origin.run, by: origin.by };
      const commit = commitAsked(paths, world.run);
      const run = {
        commit,
        look,
        origin,
        journal,
        observed,
        plan: planned.value,
        done,
        anyTime,
        ...looked,
        paths,
      };
      return await runLocked(run, world, context);
    });
  } finally {
    journal.close();
  }
}
