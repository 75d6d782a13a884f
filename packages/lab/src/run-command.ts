import { failed, type Problem, type Result, succeeded } from "@quorate/cluster";
import { type Argv, type Command, type CommandOutput, lastLines } from "@quorate/command";
import { problem } from "./problem-kind.ts";
import type { LabWorld } from "./world.ts";

/** How a lab's command is run, beside its words. */
export interface RunOptions {
  /** What it is for, in a few words. */
  readonly description: string;
  /** The machine it is about. */
  readonly machine?: string;
  readonly env?: Command["env"];
  readonly output?: Command["output"];
  readonly timeoutSeconds?: number;
}

/** Runs a command of the lab's own; its output is shown only where details are wanted. */
export async function runCommand(
  world: LabWorld,
  argv: Argv,
  { description, env, output = "silent", timeoutSeconds }: RunOptions,
): Promise<CommandOutput> {
  return await world.run({
    node: undefined,
    description,
    argv,
    output,
    ...(env === undefined ? {} : { env }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  });
}

/** Runs commands one after another, up to the first that fails. */
export async function runAll(
  world: LabWorld,
  commands: readonly Argv[],
  options: RunOptions,
): Promise<Result<undefined>> {
  for (const argv of commands) {
    const output = await runCommand(world, argv, options);
    if (output.code !== 0) return failed(commandFailed(argv, output, options));
  }
  return succeeded(undefined);
}

/** A command that failed, as a problem. */
export function commandFailed(
  argv: Argv,
  { code, stderr }: CommandOutput,
  { description, machine }: RunOptions,
): Problem {
  const said = lastLines(stderr, 3).join("; ");
  return problem(
    "lab-command-failed",
    machine ?? "",
    `could not ${description}: ${argv[0]} ended with ${code ?? "a signal"}${said === "" ? "" : `: ${said}`}`,
    `Look at what it says, mend it, and run the same command again. The command was: ${argv.join(" ")}`,
  );
}
