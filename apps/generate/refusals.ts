import { basename } from "node:path";
import { type Problem, quote } from "@quorate/cluster";
import { firstDifference, otherSource } from "@quorate/workbench";
import { type LoadedCluster, loadAgain } from "../machines/load-cluster.ts";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";

/** What keeps generate, and a deployment, from a folder that holds the files of what another file describes. */
export async function refuseForeign(file: string, folder: string): Promise<readonly Problem[]> {
  const other = await otherSource(folder, file);
  if (other === undefined) return [];
  // In quotes: what hints call machines.ts is whichever file was named.
  const own = quote(basename(file));
  return [
    problem(
      "generated-foreign",
      folder,
      `these files were made from ${quote(other)}, and not from ${own}`,
      `Give each cluster a folder of its own. If ${own} is to take the place of ${quote(other)}, move ${quote(other)} away first.`,
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
