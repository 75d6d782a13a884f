import type { JournalEntry } from "../journal/entry.ts";
import type { RolloutProblem } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";
import type { LanePart, MachineState, Place } from "./state.ts";

/** What a rollout asks of the world. Carried out in order: an entry is in the journal before what it announces runs. */
export type Effect = RunEffect | WaitEffect | NoteEffect | SayEffect;

/** Run a step's commands; answered by `ended` or `crashed` with the same place. */
export interface RunEffect {
  readonly kind: "run";
  readonly place: Place;
  readonly step: Step;
  /** Seconds between two words, for a watchdog on the step's node that waits for them meanwhile; else none. */
  readonly heartbeat?: number;
}

/** Answered by `woke` with the same place, not before `until`. */
export interface WaitEffect {
  readonly kind: "wait";
  readonly place: Place;
  readonly until: number;
}

/** Write an entry to the journal, to stay there whatever happens next. */
export interface NoteEffect {
  readonly kind: "note";
  readonly entry: JournalEntry;
}

/** Tell of progress. */
export interface SayEffect {
  readonly kind: "say";
  readonly event: RunEvent;
}

/** Progress, for people. `part` says whether the step is done for its own sake or takes others back. */
export type RunEvent = { readonly step: Step; readonly part: LanePart } & (
  | { readonly kind: "step-started" }
  | { readonly kind: "step-done" }
  /** Still waiting, for so many seconds by now; `problem` is what is waited to pass, if anything. */
  | {
      readonly kind: "step-waits";
      readonly problem: RolloutProblem | undefined;
      readonly seconds: number;
      /** For how long it is waited at most; `undefined` where what has come about only has to stay so. */
      readonly withinSeconds: number | undefined;
    }
  | { readonly kind: "step-failed"; readonly problem: RolloutProblem }
);

/** A state, and what is to be done now. */
export interface Advanced {
  readonly state: MachineState;
  readonly effects: readonly Effect[];
}
