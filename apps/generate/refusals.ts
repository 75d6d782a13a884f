import { basename } from "node:path";
import type { Problem } from "@quorate/cluster";
import { firstDifference, generatedOwner } from "@quorate/workbench";
import { type LoadedCluster, loadAgain } from "../machines/load-cluster.ts";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";

/** What keeps generate from a folder that holds the files of the cluster that another file describes. */
export async function refuseForeign(
  { cluster, file }: LoadedCluster,
  folder: string,
): Promise<readonly Problem[]> {
  const owner = await generatedOwner(folder, cluster.name, file);
  if (owner === undefined) return [];
  return [
    problem(
      "generated-foreign",
      folder,
      `these are the files of ${owner.file}, the cluster ${owner.cluster}; ${basename(file)} describes ${cluster.name}`,
      `Give each cluster a folder of its own; if ${owner.file} is no longer used, remove it.`,
    ),
  ];
}

/**
 * What is to be said of a machines.ts that gives another cluster each time it is read. Asked only where files
 * would change, as they would each time: reading it twice costs nothing where it is as it was.
 */
export async function refuseUnsteady(
  { cluster, file }: LoadedCluster,
  context: AppContext,
): Promise<readonly Problem[]> {
  const again = await loadAgain(file, context);
  const difference = again === undefined ? undefined : firstDifference(cluster, again);
  if (again !== undefined && difference === undefined) return [];
  return [
    problem(
      "machines-unsteady",
      file,
      `machines.ts gives another cluster each time it is read: ${
        difference === undefined
          ? "the second time it cannot be used at all"
          : `${difference.path.join(".")} was ${shown(difference.before)} and then ${shown(difference.after)}`
      }`,
      "Take out of it what is not the same each time: the time, chance, what another program says.",
    ),
  ];
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "absent";
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
