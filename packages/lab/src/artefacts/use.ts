import { utimesSync } from "node:fs";

/**
 * Says that a part of the cache is used now, which keeps it from being removed for a while. False where it is not
 * there, or no longer. Whoever uses a part says so first.
 */
export function markUsed(path: string): boolean {
  const now = new Date();
  try {
    utimesSync(path, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
