import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";

/** The few things that the store does to a file system, one call a step: a test can end it after any of them. */
export interface Disk {
  /** Makes one folder, for its owner alone. */
  makeFolder(path: string): void;
  /** Writes a new file; fails where there is one. */
  writeNew(path: string, content: Uint8Array | string, mode: number): void;
  rename(from: string, to: string): void;
  /** Removes a file or folder with all it holds; nothing there is fine. */
  remove(path: string): void;
  setMode(path: string, mode: number): void;
  exists(path: string): boolean;
  /** Names in a folder, sorted, those of folders with a `/` at their end. */
  list(path: string): readonly string[];
  /** Returns once `paths`, files and folders on one file system, are on the disk. */
  flush(paths: readonly string[]): void;
}

// From this many files on one syncfs(2) takes the place of an fsync each (0.1 ms a file on ext4, 3 ms beside others who
// do the same): it waits for all that others have written as well, 2 s beside a compiler for what 150 fsyncs did in
// 25 ms. For 12,000 it is 0.4 s, not 7.
const MANY = 500;

/** The real one. */
export const nodeDisk: Disk = {
  makeFolder: (path) => {
    mkdirSync(path, { mode: 0o700 });
  },
  writeNew: (path, content, mode) => {
    const file = openSync(path, "wx", mode);
    try {
      // The umask must not decide who reads a certificate.
      if (mode !== 0o600) fchmodSync(file, mode);
      const bytes = Buffer.from(content);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    } finally {
      closeSync(file);
    }
  },
  rename: renameSync,
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  setMode: chmodSync,
  exists: existsSync,
  list: (path) =>
    readdirSync(path, { withFileTypes: true })
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort(),
  flush: (paths) => {
    const [first] = paths;
    if (first !== undefined && paths.length >= MANY && syncFileSystem(first)) return;
    for (const path of paths) {
      const file = openSync(path, "r");
      try {
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    }
  },
};

// Node has no syncfs(2); coreutils has. Without it, fsync each. Not by the runner of commands, which waits for none.
function syncFileSystem(path: string): boolean {
  return spawnSync("sync", ["--file-system", path], { stdio: "ignore" }).status === 0;
}
