import { problem } from "../problem-kind.ts";
import type { AppContext } from "./context.ts";
import { report } from "./report.ts";

/** What is true when a command is interrupted, and what to do then. */
export interface Interrupted {
  /** A clause without a full stop. */
  readonly message: string;
  readonly hint: string;
}

/**
 * From now on says what is true where the command is interrupted, by Control-C for one. Not to be called before
 * machines.ts was read: a program that never ends is ended by a signal that nobody listens for.
 */
export function whenInterrupted(context: AppContext, truth: () => Interrupted): void {
  context.onInterruption(() => {
    tellInterrupted(truth(), context);
    return "ends";
  });
}

/** Says what is true where a command is interrupted. */
export function tellInterrupted({ message, hint }: Interrupted, context: AppContext): void {
  report([problem("interrupted", "", `interrupted: ${message}`, hint)], context);
}
