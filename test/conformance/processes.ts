import { type ChildProcess, spawn } from "node:child_process";
import { createReadStream, createWriteStream, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/** Seconds that specs have to put things in order once they are told to end. */
const GRACE_SECONDS = 20;

/** Where a process' input is from, and where all that it says goes: files. */
export interface Streams {
  readonly input?: string;
  readonly log: string;
}

/**
 * Runs a program in a process group of its own, and gives its exit code. All of it is ended with the signal, that of
 * a terminal first.
 */
export function runLogged(
  argv: readonly [string, ...string[]],
  { input, log }: Streams,
  signal: AbortSignal,
): Promise<number> {
  const [program, ...args] = argv;
  mkdirSync(dirname(log), { recursive: true });
  // At once: whoever is told that a program can't be started may remove the folder.
  const output = createWriteStream(log, { fd: openSync(log, "w") });
  const child = spawn(program, args, { detached: true, stdio: ["pipe", "pipe", "pipe"] });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  // A program that ends early does not read the rest.
  child.stdin.on("error", () => {});
  if (input === undefined) child.stdin.end();
  else createReadStream(input).pipe(child.stdin);
  return new Promise((resolve, reject) => {
    let killing: NodeJS.Timeout | undefined;
    const end = () => {
      killGroup(child, "SIGINT");
      killing = setTimeout(() => killGroup(child, "SIGKILL"), GRACE_SECONDS * 1000);
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
    child.on("error", (error) => output.end(() => reject(error)));
    child.on("close", (code) => {
      clearTimeout(killing);
      signal.removeEventListener("abort", end);
      output.end(() => resolve(code ?? 1));
    });
  });
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
