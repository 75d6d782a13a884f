import type { HostName } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import type { Judgement } from "./judgement.ts";
import type { Learned } from "./learned.ts";

/** What a step is judged by, beside the output of its last command. */
export interface Asked extends Pick<DeployPaths, "certificates"> {
  /** Of every command that was run, in the order of the commands. */
  readonly outputs: readonly CommandOutput[];
  /** What earlier steps of this run have learned of the step's node. */
  readonly learned: Learned;
  /** The run that asks. */
  readonly run: string;
  /** When the last command ended: milliseconds since 1970. */
  readonly at: number;
}

/** All that there is to know of a kind of step. One file a kind; STEPS lists them. */
export interface StepKind<S extends { readonly node: HostName }> {
  /**
   * `staging` changes nothing that the node runs or reads; `activation` does. A `gate` changes nothing at all: it
   * looks and judges, until its own deadline if need be, and its commands may ask several machines side by side.
   */
  readonly phase: "staging" | "gate" | "activation";
  /** What it does, for a progress line: `copying the closure`. */
  readonly describe: (step: S) => string;
  /** Whether there is anything to do, by what earlier steps have learned; else it is passed over. Default: there is. */
  readonly isNeeded?: (step: S, learned: Learned) => boolean;
  /** Whether the node's watchdog hears of whoever deploys by its own commands: over a new connection each. Default: it does not. */
  readonly speaks?: true;
  /** What it runs, in order until one fails; those of a gate all at once, whatever becomes of one. Each command has its own time limit. */
  readonly commands: (step: S, paths: DeployPaths) => readonly [Command, ...Command[]];
  /** What it means that the commands ended with `output`, which is that of the last one that was run. */
  readonly judge: (step: S, output: CommandOutput, asked: Asked) => Judgement;
}

/** Seconds for what a host does in an instant. */
export const INSTANT_TIMEOUT = 120;
