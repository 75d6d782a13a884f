import type { ChildProcess } from "node:child_process";
import { end, start } from "./process.ts";

/** A command line. */
export type Argv = readonly [string, ...string[]];

/**
 * A machine of a test: namespaces for network and mounts, which last as long as one waiting process. It waits
 * for its standard input to end, so that it goes with us, however we end.
 */
export interface Machine {
  /** Of the waiting process. */
  readonly pid: number;
  /** The command line that runs another one on this machine. */
  readonly on: (argv: Argv) => Argv;
  /** Ends the waiting process: with the last process in them, the namespaces go too. */
  readonly stop: () => Promise<void>;
}

/**
 * Makes the namespaces and runs `script` in them by sh with `args` as `$1`, `$2`, …. Returns when it is
 * through; throws with what it wrote to standard error if it failed.
 */
export async function startMachine(script: string, args: readonly string[]): Promise<Machine> {
  const child = start(
    [
      "unshare",
      "--net",
      "--mount",
      "sh",
      "-euc",
      `${script}\necho ready\nexec cat >/dev/null`,
      "sh",
      ...args,
    ],
    {},
    ["pipe", "pipe", "pipe"],
  );
  await ready(child);
  const pid = child.pid;
  if (pid === undefined) throw new Error("unshare was not started");
  return {
    pid,
    // Its root too: ours need not be that of the machine's mounts, as in a chroot.
    on: (argv) => ["nsenter", `--target=${pid}`, "--net", "--mount", "--root", ...argv],
    stop: () => end(child, "SIGKILL"),
  };
}

async function ready(child: ChildProcess): Promise<void> {
  let said = "";
  let complaint = "";
  // A machine that was stopped is no reason to fail.
  child.stdin?.on("error", () => {});
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    complaint += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => reject(new Error(`the namespaces could not be set up: ${complaint.trim()}`)));
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      if (said.endsWith("ready\n")) resolve();
    });
  });
}
