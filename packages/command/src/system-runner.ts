import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { $, type ProcessPromise } from "zx/core";
import type { Command } from "./command.ts";
import type { LineListener, Runner } from "./runner.ts";

/** How commands are run. */
export interface SystemRunnerOptions {
  readonly onLine: LineListener;
  /** Whether the output of `silent` commands is shown too. */
  readonly verbose: boolean;
  /** Environment of every command. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Whether Control-C is for this process alone, which decides what becomes of the commands. A terminal sends it to
   * all. Nix ends by it nevertheless. Default: it ends the commands too.
   */
  readonly shielded?: boolean;
}

/** Runs commands on this machine: the one place that does. */
export function createSystemRunner({
  onLine,
  verbose,
  env = process.env,
  shielded = false,
}: SystemRunnerOptions): Runner {
  return async (command) => {
    const shell = $({
      nothrow: true,
      quiet: true,
      // No command asks anything; one that tries reads an end of file, and does not hang.
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...env, ...command.env },
      // What is ignored stays so for the programs that a shell starts.
      ...(shielded ? { prefix: `${$.prefix ?? ""} trap '' INT; ` } : {}),
    });
    const running =
      command.inputFrom === undefined
        ? shell`${command.argv}`
        : shell`${command.inputFrom} | ${command.argv}`;
    const { stdout, stderr } = visibility(command, verbose);
    if (stdout) eachLine(running.stdout, (line) => onLine(command, line));
    if (stderr) eachLine(running.stderr, (line) => onLine(command, line));
    // A timeout is told by us and not by the exit code: children are ended first, and a shell whose
    // child has died may end with 0 before its own signal arrives.
    let timedOut = false;
    const timer =
      command.timeoutSeconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            void end(running);
          }, command.timeoutSeconds * 1000);
    const output = await running.finally(() => clearTimeout(timer));
    return {
      code: timedOut ? undefined : (output.exitCode ?? undefined),
      stdout: output.stdout,
      stderr: output.stderr,
    };
  };
}

async function end(running: ProcessPromise): Promise<void> {
  try {
    await running.kill();
  } catch {
    // It ended in this very moment: there is nothing to end.
  }
}

function visibility(
  { output = "progress" }: Command,
  verbose: boolean,
): { readonly stdout: boolean; readonly stderr: boolean } {
  return { stdout: output === "progress", stderr: output !== "silent" || verbose };
}

function eachLine(stream: Readable, listener: (line: string) => void): void {
  createInterface({ input: stream }).on("line", listener);
}
