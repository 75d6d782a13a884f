import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { type Disk, nodeDisk } from "./disk.ts";

/** A file for {@link writeFilesAtomic}. */
export interface AtomicFile {
  readonly path: string;
  readonly content: Uint8Array | string;
  /** Permission bits. Default: 0644. */
  readonly mode?: number;
}

/**
 * Writes a file so that at any moment it is the old one or the new one, whole: written beside, flushed,
 * renamed. Its folder must exist. Throws what the file system throws, with nothing left behind.
 */
export function writeFileAtomic(path: string, content: Uint8Array | string, mode = 0o644): void {
  writeFilesAtomic([{ path, content, mode }]);
}

/** What a file is called until it is whole. */
const UNFINISHED = { suffixBytes: 6, name: /^\.(.+)\.[0-9a-f]{12}\.tmp$/ } as const;

/** The file that `path` was to become, if it is one that a killed run left behind; nothing for any other. */
export function wholeFile(path: string): string | undefined {
  const name = UNFINISHED.name.exec(basename(path))?.[1];
  return name === undefined ? undefined : join(dirname(path), name);
}

/**
 * The same for many files on one file system, flushed together. Each file is whole at any moment; all of
 * them are written before the first one is renamed, so that a full disk changes nothing. A run that is
 * killed may leave files behind that {@link wholeFile} knows.
 */
export function writeFilesAtomic(files: readonly AtomicFile[], disk: Disk = nodeDisk): void {
  const suffix = randomBytes(UNFINISHED.suffixBytes).toString("hex");
  const pairs = files.map((file) => ({
    ...file,
    beside: join(dirname(file.path), `.${basename(file.path)}.${suffix}.tmp`),
  }));
  let renamed = 0;
  try {
    for (const { beside, content, mode } of pairs) disk.writeNew(beside, content, mode ?? 0o644);
    disk.flush(pairs.map(({ beside }) => beside));
    for (const { beside, path } of pairs) {
      disk.rename(beside, path);
      renamed++;
    }
  } catch (error) {
    for (const { beside } of pairs.slice(renamed)) disk.remove(beside);
    throw error;
  }
  disk.flush([...new Set(pairs.map(({ path }) => dirname(path)))]);
}
