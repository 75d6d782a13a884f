import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockFolder } from "@quorate/files";
import { eventuallyAsync } from "../lab/workspace.ts";

/** What is kept of an update in which something broke, or nothing did; or of one apiserver that was started anew. */
export interface Result {
  /** As {@link nameOf} calls it. */
  readonly run: string;
  /** Milliseconds in which no write, and no read, went well; what is older than that has no reads. */
  readonly gap: { readonly write: number; readonly read?: number };
  /** Laws that did not hold, in words; none where all is well. */
  readonly broken: readonly string[];
  /** The node that was at work when it broke. */
  readonly target?: string | undefined;
  /** How deploy ended, and how each further one that was run once all was healed. `null`: it was killed. */
  readonly codes?: readonly (number | null)[];
  /** Writes that were acknowledged. */
  readonly writes?: number;
  /** What a node's turn took. */
  readonly each?: NodeTimes;
  /** What was deployed with, as Git names it. */
  readonly code: string;
  /** The machine's load when it ended, as a mean of five minutes. */
  readonly load?: number;
}

/** Milliseconds of a node's turn, on the average. */
export interface NodeTimes {
  /** Being activated, and restarted where that is. */
  readonly activation: number;
  /** Being asked whether all is well, and staying so. */
  readonly gates: number;
  /** Everything else. */
  readonly rest: number;
}

/** In the repository, a line a result: the tables of docs/rollouts.md are made from it. */
const FILE = join(import.meta.dirname, "results.jsonl");

/** What is known so far. */
export function readResults(): readonly Result[] {
  if (!existsSync(FILE)) return [];
  const lines = readFileSync(FILE, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Result);
}

/**
 * Writes a result down in its place, which is that of its name: two who add results don't change the same line. Who runs
 * another share of them on this machine may write meanwhile.
 */
export async function keepResult(result: Result): Promise<readonly Result[]> {
  let all: readonly Result[] = [];
  await eventuallyAsync("nobody else writes results", 60, async () => {
    const lock = await lockFolder({ folder: import.meta.dirname, prefix: ".writes-", now: new Date() });
    if (lock.kind === "held") return false;
    try {
      const others = readResults().filter(({ run }) => run !== result.run);
      all = [...others, result].sort((a, b) => (a.run < b.run ? -1 : 1));
      writeFileSync(FILE, `${all.map((one) => JSON.stringify(one)).join("\n")}\n`);
      return true;
    } finally {
      lock.release();
    }
  });
  return all;
}

/** The result of that name. */
export function resultOf(results: readonly Result[], name: string): Result | undefined {
  return results.find(({ run }) => run === name);
}
