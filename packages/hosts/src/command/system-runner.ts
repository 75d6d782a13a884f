import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Command } from "@quorate/rollout";
import { $ } from "zx/core";
import type { LineListener, Runner } from "./runner.ts";

/** How commands are run. */
export interface SystemRunnerOptions {
  readonly onLine: LineListener;
  /** Whether the output of `silent` commands is shown too. */
  readonly verbose: boolean;
  /** Environment of every command. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs commands on this machine: the one place that does. */
export function createSystemRunner({ onLine, verbose, env = process.env }: SystemRunnerOptions): Runner {
  return async (command) => {
    const shell = $({
      nothrow: true,
      quiet: true,
      // No command asks anything; one that tries reads an end of file, and does not hang.
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...env, ...command.env },
      ...(command.timeoutSeconds === undefined ? {} : { timeout: command.timeoutSeconds * 1000 }),
    });
    const running =
      command.inputFrom === undefined
        ? shell`${command.argv}`
        : shell`${command.inputFrom} | ${command.argv}`;
    const { stdout, stderr } = visibility(command, verbose);
    if (stdout) eachLine(running.stdout, (line) => onLine(command, line));
    if (stderr) eachLine(running.stderr, (line) => onLine(command, line));
    const output = await running;
    return { code: output.exitCode ?? undefined, stdout: output.stdout, stderr: output.stderr };
  };
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
