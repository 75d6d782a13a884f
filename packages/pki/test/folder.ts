import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "@quorate/cluster";
import { afterAll, onTestFinished } from "vitest";
import { type GenCertsResult, genCerts } from "../src/index.ts";
import { type Disk, nodeDisk } from "../src/store/disk.ts";
import { NOW } from "./now.ts";

export { NOW };

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** The real file system, but for waiting until it is on the disk: for tests of anything else. */
export const quickDisk: Disk = { ...nodeDisk, flush: () => undefined };

/** A new empty folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "quorate-pki-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with the certificates of a cluster in it. */
export async function folderWith(cluster: Cluster, now = NOW): Promise<string> {
  const directory = join(temporaryFolder(), "certs");
  expectDone(await genCerts({ cluster, directory, now, disk: quickDisk }));
  return directory;
}

/** The same for all tests of a file, valid at the time that openssl takes from the system's clock. */
export async function folderWithForAll(cluster: Cluster): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "quorate-pki-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  expectDone(await genCerts({ cluster, directory: folder, now: new Date() }));
  return folder;
}

/** The result of a run that must have succeeded. */
export function expectDone(result: GenCertsResult): Extract<GenCertsResult, { kind: "done" }> {
  if (result.kind !== "done") throw new Error(`genCerts ${result.kind}: ${JSON.stringify(result.findings)}`);
  return result;
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
