import { IMPORTED_FOLDER } from "@quorate/cluster";

/** Where a run writes its files before they count. Removed by the next run if it was killed. */
export const STAGING = ".quorate-staging";

/** The same folder once everything in it is on the disk: the next run moves the rest to its place. */
export const COMMIT = ".quorate-commit";

/** Start of the names of lock files. */
export const LOCK_PREFIX = ".quorate-lock-";

// lost+found is every fresh ext4 file system's own; .gitkeep is how people keep an empty folder.
const INNOCENT = new Set(["lost+found", ".gitkeep"]);

/** Whether a name at the top of the folder is part of how genCerts works, is kept there for later, or means nothing. */
export function isOwnBookkeeping(name: string): boolean {
  return (
    name === IMPORTED_FOLDER ||
    name === STAGING ||
    name === COMMIT ||
    name.startsWith(LOCK_PREFIX) ||
    INNOCENT.has(name)
  );
}
