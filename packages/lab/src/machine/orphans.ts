import { waitFor } from "../wait-for.ts";
import { signal } from "./cgroup.ts";
import { ofProcesses } from "./processes.ts";

/**
 * In the environment of what removes a cgroup, and of all that it starts: which one. Commands of a command that is
 * killed go on by themselves.
 */
export const REMOVES = "QUORATE_LAB_REMOVES";

/**
 * Ends what a killed command has left running and what still removes cgroups, of a lab or of its machines: it would
 * take those of the machines that are started now. For who holds the lab's lock, and so knows that none is wanted.
 * `cgroup` is the lab's.
 */
export async function endOrphans(cgroup: string): Promise<void> {
  await waitFor(
    () => {
      const orphans = processesThatRemove(cgroup);
      for (const pid of orphans) signal(pid, "SIGKILL");
      return orphans.length === 0 ? true : undefined;
    },
    { seconds: 10 },
  );
}

/** Whether an environment, as /proc shows it, is that of what removes this cgroup, or one below it. */
export function removes(environment: string, cgroup: string): boolean {
  return environment
    .split("\0")
    .some((line) => line === `${REMOVES}=${cgroup}` || line.startsWith(`${REMOVES}=${cgroup}/`));
}

function processesThatRemove(cgroup: string): readonly number[] {
  return ofProcesses("environ")
    .filter(({ text }) => removes(text, cgroup))
    .map(({ pid }) => pid);
}
