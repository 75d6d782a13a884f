import { Console } from "node:console";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import { report } from "../terminal/report.ts";

/**
 * Does `work`, during which machines.ts, a program of the user's own, is run. What it prints goes to
 * standard error, for it is no result of the command, or to `prints`. Where it ends the process (`process.exit`), or waits
 * for what never comes, this says so, and the exit code is that of wrong input.
 */
export async function watchProgram<T>(
  file: string,
  context: AppContext,
  work: () => Promise<T>,
  prints: NodeJS.WritableStream = process.stderr,
): Promise<T> {
  const itEnded = (): void => {
    process.exitCode = report(
      [
        problem(
          "machines-ended",
          file,
          "machines.ts ended the program, or waits for something that never comes",
          "Let it do nothing but export the cluster: no process.exit, and no promise that stays open.",
        ),
      ],
      context,
    );
  };
  const itsConsole = globalThis.console;
  globalThis.console = new Console({ stdout: prints, stderr: prints });
  process.once("exit", itEnded);
  try {
    return await work();
  } finally {
    process.off("exit", itEnded);
    globalThis.console = itsConsole;
  }
}
