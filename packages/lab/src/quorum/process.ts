import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { delimiter } from "node:path";
import { waitFor } from "../wait-for.ts";

// Not by the runner of @quorate/command: namespaces and members live until we end them, are ended by a signal of our
// choice, go with us by a pipe that we hold, read open files, and get nothing of our environment.

/** The search path of everything started here: a user's own may lack the folders with `ip` and `mount`. */
export const SEARCH_PATH: string = [
  ...(process.env["PATH"] ?? "").split(delimiter),
  "/usr/local/sbin",
  "/usr/sbin",
  "/sbin",
  "/usr/bin",
  "/bin",
].join(delimiter);

/** How a program ended. */
export interface Outcome {
  /** `undefined` where a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a program with nothing of our own environment but the search path. */
export function start(
  argv: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
  stdio: SpawnOptions["stdio"],
): ChildProcess {
  const [program, ...args] = argv;
  return spawn(program, args, { env: { PATH: SEARCH_PATH, ...environment }, stdio, cwd: "/" });
}

/** Runs a program to its end, at most `seconds` long; `input` is an open file. */
export async function run(
  argv: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>> = {},
  seconds = 30,
  input: number | "ignore" = "ignore",
): Promise<Outcome> {
  const child = start(argv, environment, [input, "pipe", "pipe"]);
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (chunk: string) => {
      text[stream] += chunk;
    });
  }
  const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => resolve({ status: status ?? undefined, ...text }));
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Ends a process that we started, and returns when it is gone. */
export async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(timer);
}

/** Tries again until `attempt` gives a value, or throws its last reason once `seconds` are over. */
export async function eventually<T>(
  what: string,
  seconds: number,
  attempt: () => Promise<{ readonly value: T } | { readonly reason: string }>,
): Promise<T> {
  let why = "";
  const seen = await waitFor(
    async () => {
      const result = await attempt();
      if ("value" in result) return result;
      why = result.reason;
      return undefined;
    },
    { seconds, pauseMs: 200 },
  );
  if (seen === undefined) throw new Error(`${what}: not within ${seconds} s\n${why}`);
  return seen.value;
}
