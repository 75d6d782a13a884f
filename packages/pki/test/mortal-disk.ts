import type { Disk } from "@quorate/files";
import { quickDisk } from "@quorate/files/testing";

/** What ends a run on a mortal disk. */
class Killed extends Error {}

/** A disk whose process is killed before its `steps`-th change: after that nothing happens any more, no clean-up either. */
export function mortalDisk(steps: number): { readonly disk: Disk; readonly died: () => boolean } {
  let left = steps;
  const step = <Args extends unknown[]>(action: (...args: Args) => void) => {
    return (...args: Args): void => {
      if (left-- <= 0) throw new Killed();
      action(...args);
    };
  };
  const disk: Disk = {
    ...quickDisk,
    makeFolder: step(quickDisk.makeFolder),
    writeNew: step(quickDisk.writeNew),
    rename: step(quickDisk.rename),
    remove: step(quickDisk.remove),
    setMode: step(quickDisk.setMode),
    flush: step(quickDisk.flush),
  };
  return { disk, died: () => left < 0 };
}

/** Runs `action`; an end by {@link Killed} is none of its failures. */
export async function mayBeKilled(action: () => unknown): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
}
