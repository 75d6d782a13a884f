import type { Problem } from "@quorate/cluster";
import type { InventoryOptions } from "../command-line/inventory-options.ts";
import type { Invocation } from "./invocation.ts";

/** What a command may know of the world that called it; tests make their own. */
export interface AppContext {
  /** Writes a line of results to standard output. */
  readonly out: (line: string) => void;
  /** Whether anybody may still read the results: who has gone has closed their end. */
  readonly isRead: () => boolean;
  /** Writes a line of progress or of an error to standard error. */
  readonly err: (line: string) => void;
  /** Whether output may hold colour. */
  readonly color: boolean;
  /** Whether details, stack traces among them, are wanted. */
  readonly verbose: boolean;
  /** Whether results are wanted as JSON. */
  readonly json: boolean;
  /** Warnings so far, for the result as JSON. */
  readonly warnings: Problem[];
  /**
   * Calls `listener`, and none given before, when the process is told to end; it ends then by itself, unless the
   * listener says of a Control-C (SIGINT) that it goes on.
   */
  readonly onInterruption: (listener: (signal: NodeJS.Signals) => "ends" | "goes-on") => void;
  /** Asks whoever is at the terminal for a line; `undefined` where there is none. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** How the file that describes the cluster is read where it is an nk3 inventory; `undefined` for a machines.ts. */
  readonly inventory: InventoryOptions | undefined;
  /** How the command was started, for commands in hints. */
  readonly invocation: Invocation;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** The folder of what the user's commands remember: absolute. */
  readonly stateFolder: string;
  /** Who calls, and on which machine: `root@ops1`. */
  readonly caller: string;
  readonly now: () => Date;
}
