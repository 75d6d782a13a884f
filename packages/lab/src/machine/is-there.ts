import { lstatSync } from "node:fs";

/** Whether there is something of that path, be it a link that leads nowhere; not what may not be looked at. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Above it is a file, or a folder that may not be looked into.
    return false;
  }
}
