import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Argv } from "@quorate/command";

/**
 * Runs a command with this process's own terminal, input and output, and with its environment but for
 * `environment`. Resolves to the exit code a shell would give. The runner of commands gives none a terminal.
 */
export async function handOver(
  [program, ...words]: Argv,
  environment: NodeJS.ProcessEnv = {},
): Promise<number> {
  // What is typed (Control-C) reaches the command as well; it decides what to do about it.
  const ignore = () => {};
  process.on("SIGINT", ignore);
  const child = spawn(program, words, { stdio: "inherit", env: { ...process.env, ...environment } });
  const forward = (name: NodeJS.Signals) => child.kill(name);
  process.on("SIGTERM", forward);
  process.on("SIGHUP", forward);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, name) =>
        resolve(code ?? 128 + (name === null ? 0 : constants.signals[name])),
      );
    });
  } finally {
    process.off("SIGINT", ignore);
    process.off("SIGTERM", forward);
    process.off("SIGHUP", forward);
  }
}
