import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { signal } from "./cgroup.ts";

/** The name that a script which removes cgroups runs under; the cgroup follows it. */
export const REMOVE_CGROUP = "remove-cgroup";

/**
 * Ends what a killed command has left running and what still removes cgroups, of a lab or of its machines: it would
 * take those of the machines that are started now. For who holds the lab's lock, and so knows that none is wanted.
 * `cgroup` is the lab's.
 */
export async function endOrphans(cgroup: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const orphans = processes().filter(({ words }) => removes(words, cgroup));
    if (orphans.length === 0) return;
    for (const { pid } of orphans) signal(pid, "SIGKILL");
    await sleep(20);
  }
}

/** Whether a command line is that of a script which removes this cgroup, or one below it. */
export function removes(words: readonly string[], cgroup: string): boolean {
  const target = words[words.indexOf(REMOVE_CGROUP) + 1];
  return words.includes(REMOVE_CGROUP) && (target === cgroup || target?.startsWith(`${cgroup}/`) === true);
}

function processes(): readonly { readonly pid: number; readonly words: readonly string[] }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ pid: Number(name), words: readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0") }];
      } catch {
        // It has ended.
        return [];
      }
    });
}
