import type { Cluster } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Consent } from "./consent.ts";
import { leavingNodes } from "./leaving-node.ts";
import type { Removal } from "./member-deed.ts";

/**
 * Tells of each `--remove` that names nobody: misspelt, or gone already, as where the same command is given once more. A
 * warning, since what else was asked for is done.
 */
export function tellIdleRemovals(
  cluster: Cluster,
  observed: readonly Observation[],
  { remove, replaces }: Pick<Consent, "remove"> & { readonly replaces?: string | undefined },
  removals: readonly Removal[],
): readonly RolloutProblem[] {
  const found = new Set([
    ...removals.flatMap(({ whom }) => [whom.name, whom.id, whom.withNode?.name ?? ""]),
    ...leavingNodes(cluster, observed, { remove }, removals).map(({ name }) => name),
  ]);
  return (
    remove
      // Who is replaced is named as well, for the case that its place has another address now.
      .filter((name) => !found.has(name) && name !== replaces)
      .map((name) =>
        problem(
          "removal-idle",
          name,
          `${JSON.stringify(name)} is not there to be removed: machines.ts has it, or no member of etcd that this run asks about is called so`,
          "`quorate etcd members` lists them with their ids; deploy to members of etcd, or to --all. Where it was removed before, all is well",
        ),
      )
  );
}
