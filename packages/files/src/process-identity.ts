import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process, told from every other one, also from a later one with the same number. */
export interface ProcessIdentity {
  readonly host: string;
  /** The machine's boot; empty where its kernel doesn't tell. */
  readonly boot: string;
  /** The namespace that `pid` counts in: of another one nothing can be seen. */
  readonly namespace: string;
  readonly pid: number;
  /** When the process started, in its kernel's own unit; empty where that doesn't tell. */
  readonly started: string;
}

/** This process. */
export function thisProcess(): ProcessIdentity {
  return {
    host: hostname(),
    boot: told(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    namespace: told(() => readlinkSync("/proc/self/ns/pid")),
    pid: process.pid,
    started: startOf(process.pid),
  };
}

/**
 * Whether a process is certainly no more. One that its parent has not taken note of (a zombie) is no more: it
 * holds nothing and does nothing. What can't be seen from here, such as another machine's, is taken to live.
 */
export function hasEnded(one: ProcessIdentity, here: ProcessIdentity = thisProcess()): boolean {
  if (one.host !== here.host) return false;
  if (one.boot !== here.boot) return true;
  if (one.namespace !== here.namespace) return false;
  return !exists(one.pid) || startOf(one.pid) !== one.started;
}

/** Reads what {@link thisProcess} gave, from data of unknown shape; `undefined` where it is something else. */
export function readIdentity(data: unknown): ProcessIdentity | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { host, boot, namespace, pid, started } = data as Record<string, unknown>;
  const texts = [host, boot, namespace, started].every((one) => typeof one === "string");
  if (!texts || !Number.isSafeInteger(pid) || (pid as number) <= 0) return undefined;
  return { host, boot, namespace, pid, started } as ProcessIdentity;
}

/** Whether a process of this number runs here: one that has ended does not, taken note of or not. */
export function isRunning(pid: number): boolean {
  return exists(pid) && !ENDED.has(fieldsOf(pid)[0] ?? "");
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Empty for a process that has ended, also where nobody has taken note of that yet. */
function startOf(pid: number): string {
  const [state = "", ...fields] = fieldsOf(pid);
  return ENDED.has(state) ? "" : (fields[18] ?? "");
}

/** What the kernel tells of a process: its state, and the time of its start as the twentieth. Nothing where it tells nothing. */
function fieldsOf(pid: number): readonly string[] {
  // The name, in parentheses, may hold anything.
  return told(() => readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "")).split(" ");
}

/** The states of a process that has ended: waiting for its parent, or about to go. */
const ENDED: ReadonlySet<string> = new Set(["Z", "X", "x"]);

function told(ask: () => string): string {
  try {
    return ask();
  } catch {
    return "";
  }
}
