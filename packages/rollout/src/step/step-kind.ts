import type { HostName } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import type { Judgement } from "./judgement.ts";

/** All that there is to know of a kind of step. One file a kind; STEPS lists them. */
export interface StepKind<S extends { readonly node: HostName }> {
  /** `staging` changes nothing that the node runs or reads; `activation` does. */
  readonly phase: "staging" | "activation";
  /** What it does, for a progress line: `copying the closure`. */
  readonly describe: (step: S) => string;
  /** What it runs, in order until one fails. Each command has its own time limit. */
  readonly commands: (step: S, paths: DeployPaths) => readonly [Command, ...Command[]];
  /** What it means that the commands ended with `output`, which is that of the last one that was run. */
  readonly judge: (step: S, output: CommandOutput, paths: DeployPaths) => Judgement;
}

/** Seconds for what a host does in an instant. */
export const INSTANT_TIMEOUT = 120;
