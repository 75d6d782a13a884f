import type { Problem } from "@quorate/cluster";
import { type JournalEntry, type UnfinishedRun, unfinishedRun, utcMinute } from "@quorate/rollout";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import type { DeployWorld } from "./world.ts";

/** The journal that a deployment writes. */
export interface RunJournal {
  /** Adds an entry. Once one could not be written, says so by `broke`, later, and writes none any more. */
  readonly note: (entry: JournalEntry, broke: () => void) => void;
  /** What went wrong with it. */
  readonly problems: () => readonly Problem[];
  readonly close: () => void;
}

/** Opens the journal of a cluster, and tells of a run that did not come to its end. */
export function openRunJournal(
  { openJournal }: DeployWorld,
  cluster: string,
  certificates: string,
  context: AppContext,
): RunJournal {
  const { before, note, close } = openJournal(cluster);
  const unfinished = unfinishedRun(before, certificates);
  if (unfinished !== undefined) context.err(unfinishedWords(unfinished));
  const problems: Problem[] = [];
  return {
    note: (entry, broke) => {
      if (problems.length > 0) return;
      try {
        note(entry);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        problems.push(
          problem(
            "journal-unwritable",
            cluster,
            `the journal cannot be written: ${why}`,
            "Make space on this machine, and run the same command again: it asks the machines what is true",
          ),
        );
        queueMicrotask(broke);
      }
    },
    problems: () => problems,
    close,
  };
}

function unfinishedWords({ by, command, began, underWay }: UnfinishedRun): string {
  const steps = underWay.map(({ node, step }) => `${step} on ${node}`).join(", ");
  const where = steps === "" ? "between two steps" : `while it was at ${steps}`;
  return `an earlier run (\`${command}\`, ${utcMinute(began)}, by ${by}) did not come to its end: it ended ${where}. The machines are asked what is true`;
}
