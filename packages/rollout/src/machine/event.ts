import type { StepOutputs } from "../step/step.ts";
import type { Place } from "./state.ts";

/** What a rollout is told. Each carries its time, in milliseconds since 1970: the machine has no clock. */
export type MachineEvent = EndedEvent | CrashedEvent | WokeEvent | InterruptedEvent;

/** The commands of a step have ended. */
export interface EndedEvent {
  readonly kind: "ended";
  readonly at: number;
  readonly place: Place;
  readonly outputs: StepOutputs;
}

/** What was to run a step's commands broke, in a way that nobody foresaw. */
export interface CrashedEvent {
  readonly kind: "crashed";
  readonly at: number;
  readonly place: Place;
  readonly message: string;
}

/** The time that a `wait` named has come. */
export interface WokeEvent {
  readonly kind: "woke";
  readonly at: number;
  readonly place: Place;
}

/** The user asks to stop: after the steps under way, and at once where it is asked again. */
export interface InterruptedEvent {
  readonly kind: "interrupted";
  readonly at: number;
}
