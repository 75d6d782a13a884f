import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";

/** A process, told apart from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Changes with every boot; empty where the system has no such thing. */
  readonly boot: string;
  /** Numbers are comparable within one namespace only. */
  readonly namespace: string;
  /** When it started, in the kernel's ticks since boot. */
  readonly ticks: string;
}

/** Reads an identity from data of unknown shape. */
export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  boot: z.string(),
  namespace: z.string(),
  ticks: z.string(),
});

/** The process that this is. */
export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    host: hostname(),
    boot: textOf(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    namespace: textOf(() => readlinkSync("/proc/self/ns/pid")),
    ticks: ticksOf(process.pid),
  };
}

/** Whether a process has certainly ended. One on another host, or in another container, never counts as ended. */
export function hasEnded(other: ProcessIdentity, own: ProcessIdentity): boolean {
  if (other.host !== own.host) return false;
  if (other.boot !== own.boot) return true;
  if (other.namespace !== own.namespace) return false;
  try {
    process.kill(other.pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return true;
  }
  return ticksOf(other.pid) !== other.ticks;
}

// Field 22 of /proc/<pid>/stat; the second one, the name in brackets, may hold blanks.
function ticksOf(pid: number): string {
  return textOf(() => readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, "").split(" ")[20] ?? "");
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
