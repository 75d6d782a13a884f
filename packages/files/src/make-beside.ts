import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { isRunning } from "./process-identity.ts";

/**
 * Makes a file or a folder that is whole wherever it is seen: `make` makes it beside, and it is renamed when that
 * went well. Its name must tell what is in it: where another run was faster, what that made is taken. Returns what
 * `make` does; nothing is left behind where it fails. A killed run leaves what {@link removeUnfinished} knows.
 */
export async function makeBeside<Made extends { readonly ok: boolean }>(
  target: string,
  make: (beside: string) => Promise<Made>,
): Promise<Made> {
  const beside = `${target}.${process.pid}.unfinished`;
  rmSync(beside, { recursive: true, force: true });
  try {
    const made = await make(beside);
    if (made.ok && !existsSync(target)) renameSync(beside, target);
    return made;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** Removes what killed runs of {@link makeBeside} left in a folder; what a process still works on stays. */
export function removeUnfinished(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = /\.(\d+)\.unfinished$/.exec(basename(name))?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}
