import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Disk, nodeDisk } from "../disk.ts";

/** The real file system, but for waiting until it is on the disk: for tests of anything else. */
export const quickDisk: Disk = { ...nodeDisk, flush: () => undefined };

/** A new empty folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "quorate-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything in a folder by path: permission bits, and for a file a digest of its content. */
export function treeOf(directory: string): Map<string, string> {
  const tree = new Map<string, string>();
  const walk = (folder: string): void => {
    for (const name of readdirSync(join(directory, folder)).sort()) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const status = lstatSync(join(directory, path));
      const mode = (status.mode & 0o777).toString(8).padStart(4, "0");
      if (status.isDirectory()) {
        tree.set(`${path}/`, mode);
        walk(path);
      } else if (status.isFile()) {
        const digest = createHash("sha256")
          .update(readFileSync(join(directory, path)))
          .digest("hex");
        tree.set(path, `${mode} ${digest}`);
      } else tree.set(path, "irregular");
    }
  };
  walk("");
  return tree;
}

/** Paths that differ between two trees, sorted. */
export function changedPaths(before: Map<string, string>, after: Map<string, string>): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}
