import { dirname, join } from "node:path";
import type { Disk } from "@quorate/files";
import { COMMIT, STAGING } from "./bookkeeping.ts";

/** A file to be written. */
export interface NewFile {
  /** Relative to the certificates' folder. */
  readonly path: string;
  readonly content: Uint8Array | string;
  readonly mode: number;
}

/**
 * Writes files into `directory`, all or none of them. Everything is written and flushed into a staging folder
 * first; renaming that folder is the one moment at which the run counts; then its files are moved to
 * their places. Ended before that moment, the old files stand; after it, {@link recover} moves the rest.
 * Throws what the file system throws, the staging folder removed.
 */
export function commitFiles(directory: string, files: readonly NewFile[], disk: Disk): void {
  if (files.length === 0) return;
  const staging = join(directory, STAGING);
  try {
    disk.makeFolder(staging);
    const folders = new Set<string>([staging]);
    for (const { path } of files) makeFolders(dirname(join(staging, path)), folders, disk);
    for (const { path, content, mode } of files) disk.writeNew(join(staging, path), content, mode);
    disk.flush([...files.map(({ path }) => join(staging, path)), ...folders]);
  } catch (error) {
    disk.remove(staging);
    throw error;
  }
  disk.rename(staging, join(directory, COMMIT));
  disk.flush([directory]);
  moveCommitted(directory, disk);
}

/** Brings a folder in which a run was ended to what it was before that run, or to what it would be after it. */
export function recover(directory: string, disk: Disk): void {
  if (disk.exists(join(directory, STAGING))) disk.remove(join(directory, STAGING));
  if (isUnfinished(directory, disk)) moveCommitted(directory, disk);
}

/** Whether a run was ended after it counted and before all its files were in their places. */
export function isUnfinished(directory: string, disk: Disk): boolean {
  return disk.exists(join(directory, COMMIT));
}

function moveCommitted(directory: string, disk: Disk): void {
  const changed: string[] = [];
  moveInto(join(directory, COMMIT), directory, changed, disk);
  disk.flush(changed);
  disk.remove(join(directory, COMMIT));
  disk.flush([directory]);
}

/** Moves what `from` holds into the folder `to`. A folder that is missing there is moved whole. */
function moveInto(from: string, to: string, changed: string[], disk: Disk): void {
  changed.push(to);
  for (const entry of disk.list(from)) {
    const name = entry.replace(/\/$/, "");
    const [source, target] = [join(from, name), join(to, name)];
    if (entry.endsWith("/") && disk.exists(target)) moveInto(source, target, changed, disk);
    else disk.rename(source, target);
  }
}

function makeFolders(path: string, made: Set<string>, disk: Disk): void {
  if (made.has(path)) return;
  makeFolders(dirname(path), made, disk);
  disk.makeFolder(path);
  made.add(path);
}
