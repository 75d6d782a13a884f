import type { HostName } from "@quorate/cluster";

/** One command's words: a program and its arguments, as they are. */
export type Argv = readonly [string, ...string[]];

/**
 * A command to run, as a value: planners make them, one runner runs them, a dry run prints them. Nothing
 * in it is secret: keys travel as the output of another command, from file to host.
 */
export interface Command {
  /** The node it is about; `undefined` for what concerns this machine alone. */
  readonly node: HostName | undefined;
  /** What it is for, in a few words, for people. */
  readonly description: string;
  readonly argv: Argv;
  /** A command whose output is this one's standard input. Default: no input. */
  readonly inputFrom?: Argv;
  /** Environment variables beside the inherited ones. */
  readonly env?: { readonly [name: string]: string };
  /** Seconds after which it is ended. Default: it may take as long as it likes. */
  readonly timeoutSeconds?: number;
  /**
   * What its output is: `progress` is shown as it comes; of a `result` only standard error is shown, since
   * the caller reads the rest; `silent` is shown only where details are wanted. Default: `progress`.
   */
  readonly output?: "progress" | "result" | "silent";
}
