import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { ClusterLab } from "../lab/cluster-lab.ts";
import { FaultyLab } from "./faulty-lab.ts";
import type { Result } from "./results.ts";
import type { CellResult } from "./run-cell.ts";

/** A lab at work, and how it is taken down. */
export interface Begun {
  readonly lab: FaultyLab;
  readonly dispose: () => void;
}

/** A cluster of three masters at work. */
export async function begin(name: string): Promise<Begun> {
  const cluster = new ClusterLab({ name });
  const dispose = () => cluster.dispose();
  try {
    cluster.start();
    cluster.workspace.mustQuorate("lab", "deploy", "--all", "--yes");
    const lab = new FaultyLab(cluster);
    await lab.heal();
    return { lab, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** A result as it is kept: with the code that it was taken of, and the load that it was taken at. */
export function asKept(run: string, found: Pick<CellResult, "gap" | "broken"> | CellResult): Result {
  const code = execFileSync("git", ["rev-parse", "--short=7", "HEAD"], { encoding: "utf8" }).trim();
  const [, load = 0] = loadavg();
  const { said: _, ...result } = { said: [], ...found };
  return { run, ...result, code, load: Math.round(load) };
}
