import type { HostName } from "@quorate/cluster";
import type { LanePart } from "../machine/state.ts";
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
  | { readonly what: "run-began"; readonly nodes: readonly HostName[] }
  | {
      readonly what: "step-began";
      readonly node: HostName;
      readonly step: Step["kind"];
      readonly part: LanePart;
    }
  | {
      readonly what: "step-ended";
      readonly node: HostName;
      readonly step: Step["kind"];
      readonly part: LanePart;
      readonly ended: "done" | RolloutProblemCode;
    }
  | { readonly what: "interrupted" }
  | { readonly what: "run-ended" }
);
