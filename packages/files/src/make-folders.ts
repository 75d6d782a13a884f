import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it that are missing; `mode` holds for all that are made. Returns whether
 * it made the folder itself. Not Node's own recursion: that reports a read-only file system as a folder that
 * does not exist. Throws what the file system throws, EEXIST for something else that is in the way.
 */
export function makeFolders(path: string, mode = 0o777): boolean {
  try {
    return makeFolder(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || dirname(path) === path) throw error;
  }
  makeFolders(dirname(path), mode);
  // What is missing now is not the folder above: /proc says so of whatever one makes there.
  return makeFolder(path, mode);
}

function makeFolder(path: string, mode: number): boolean {
  try {
    mkdirSync(path, { mode });
    return true;
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    if (isThere && statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
    throw error;
  }
}
