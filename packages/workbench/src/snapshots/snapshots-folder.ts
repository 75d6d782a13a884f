import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Result } from "@quorate/cluster";
import { failed, type SnapshotsKept, succeeded } from "@quorate/cluster";
import {
  MANIFEST_FILE,
  type Manifest,
  readManifest,
  SNAPSHOT_FILE,
  snapshotsToPrune,
} from "@quorate/rollout";
import { problem, type WorkbenchProblem, type WorkbenchProblemCode } from "../problem-kind.ts";

/** A snapshot of etcd on this machine that is what its manifest says. */
export interface StoredSnapshot {
  /** The database: an absolute path. */
  readonly file: string;
  /** The folder that it is in, and what the manifest has beside it. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Removes the snapshots of a cluster that are too many or too old; returns what could not be removed. */
export async function pruneSnapshots(
  folder: string,
  cluster: string,
  kept: SnapshotsKept,
  now: Date,
): Promise<readonly WorkbenchProblem[]> {
  try {
    const names = await readdir(folder);
    for (const name of snapshotsToPrune(names, cluster, kept, now.getTime())) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      problem(
        "snapshots-not-pruned",
        folder,
        `old snapshots of etcd could not be removed: ${why}`,
        "They hold Secrets and take space: remove by hand what is too old",
      ),
    ];
  }
}

/**
 * Reads a snapshot: a folder that `etcd snapshot` or deploy has made, or the database in one. It is refused unless it is
 * byte for byte what was taken, by both hashes.
 */
export async function readSnapshot(path: string): Promise<Result<StoredSnapshot, WorkbenchProblemCode>> {
  const folder = basename(path) === SNAPSHOT_FILE ? dirname(path) : path;
  const file = join(folder, SNAPSHOT_FILE);
  let manifest: Manifest | undefined;
  try {
    manifest = readManifest(await readFile(join(folder, MANIFEST_FILE), "utf8"));
  } catch {
    // Said below, with all else that is no manifest.
  }
  if (manifest === undefined) {
    return failed(
      problem(
        "snapshot-unreadable",
        path,
        `there is no snapshot of ours: ${join(folder, MANIFEST_FILE)} is missing, or no manifest`,
        "Name a folder that `quorate etcd snapshot` or deploy has made: it holds snapshot.db and manifest.json",
      ),
    );
  }
  const missing = manifest.beside.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) {
    return failed(
      problem(
        "snapshot-unreadable",
        folder,
        `what opens the snapshot is not beside it: ${missing.join(", ")} of its time is missing`,
        "Put it back from where the snapshot was copied, or name another one: without it all in it is lost",
      ),
    );
  }
  const digests = await digestsOf(file);
  if (digests === undefined) {
    return failed(
      problem(
        "snapshot-unreadable",
        file,
        "the snapshot's database cannot be read",
        "See whether it is there, and whose it is",
      ),
    );
  }
  if (digests.all !== manifest.sha256 || digests.told !== digests.made) {
    return failed(
      problem(
        "snapshot-altered",
        file,
        "the snapshot is not what was taken: its hash is another",
        "Take another one: nothing of this one is to be trusted",
      ),
    );
  }
  return succeeded({ file, folder, manifest });
}

/** Bytes of the hash that etcd writes behind its database. */
const HASH = 32;

/** The SHA-256 of the whole file, that of all but its last bytes, and those. */
async function digestsOf(
  file: string,
): Promise<{ readonly all: string; readonly made: string; readonly told: string } | undefined> {
  const all = createHash("sha256");
  const made = createHash("sha256");
  let held = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file)) {
      all.update(chunk as Buffer);
      held = Buffer.concat([held, chunk as Buffer]);
      if (held.length > HASH) {
        made.update(held.subarray(0, held.length - HASH));
        held = held.subarray(held.length - HASH);
      }
    }
  } catch {
    return undefined;
  }
  return { all: all.digest("hex"), made: made.digest("hex"), told: held.toString("hex") };
}
