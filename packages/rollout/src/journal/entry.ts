import type { HostName } from "@quorate/cluster";
import type { LanePart, RunOrigin } from "../machine/state.ts";
import type { RolloutProblemCode } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";

/**
 * A line of the journal. It tells what a run has begun and ended, for the case that it dies, and is no source of
 * truth: what holds is asked of the hosts. It holds no secret, nor any digest of one.
 */
export type JournalEntry = {
  /** The run's name. */
  readonly run: string;
  /** Milliseconds since 1970. */
  readonly at: number;
} & (
  | ({ readonly what: "run-began"; readonly nodes: readonly HostName[] } & Omit<RunOrigin, "run">)
  | ({ readonly what: "step-began" } & NotedStep)
  | ({ readonly what: "step-ended"; readonly ended: "done" | RolloutProblemCode } & NotedStep)
  | { readonly what: "interrupted" }
  | { readonly what: "run-ended" }
);

/** A step as the journal has it: no more of it than its kind. */
export interface NotedStep {
  readonly node: HostName;
  readonly step: Step["kind"];
  readonly part: LanePart;
}

/** An entry as a line of text, with its end. */
export function journalLine(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}
