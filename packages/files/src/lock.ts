import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Disk, nodeDisk } from "./disk.ts";
import { hasEnded, type ProcessIdentity, readIdentity, thisProcess } from "./process-identity.ts";

/** Who holds a folder. */
export interface Holder extends ProcessIdentity {
  /** ISO 8601. */
  readonly since: string;
  /** The lock file. */
  readonly file: string;
}

/** Which folder is locked, and how. */
export interface LockRequest {
  readonly folder: string;
  /** Start of the lock files' names: what begins with it in the folder is nothing else. */
  readonly prefix: string;
  readonly now: Date;
  /** Default: the real file system. */
  readonly disk?: Disk;
}

/** The outcome of {@link lockFolder}. */
export type Lock =
  | { readonly kind: "acquired"; readonly release: () => void }
  | { readonly kind: "held"; readonly holder: Holder };

const ATTEMPTS = 8;

/**
 * Locks a folder against other runs. Every run adds a lock file of its own name and then looks for
 * others: whoever sees another living one takes its own away again. Two that start at once may both give
 * way and try again, but never both go on; and since no name is used twice, a file that an ended process
 * left can be removed by anybody at any time. Throws what the file system throws.
 */
export async function lockFolder({ folder, prefix, now, disk = nodeDisk }: LockRequest): Promise<Lock> {
  const own = thisProcess();
  for (let attempt = 1; ; attempt++) {
    const name = `${prefix}${randomBytes(8).toString("hex")}`;
    const path = join(folder, name);
    addLockFile(path, JSON.stringify({ ...own, since: now.toISOString() }), disk);
    const holder = livingHolder({ folder, prefix, disk }, name, own);
    if (holder === undefined) return { kind: "acquired", release: () => disk.remove(path) };
    disk.remove(path);
    if (attempt === ATTEMPTS) return { kind: "held", holder };
    await wait(5 + Math.random() * 40);
  }
}

// Written beside and renamed: where a lock file is seen, its content is there as well.
function addLockFile(path: string, content: string, disk: Disk): void {
  const beside = `${path}.tmp`;
  try {
    disk.writeNew(beside, content, 0o600);
    disk.rename(beside, path);
  } catch (error) {
    disk.remove(beside);
    throw error;
  }
}

function livingHolder(
  { folder, prefix, disk }: Pick<LockRequest, "folder" | "prefix"> & { readonly disk: Disk },
  ownName: string,
  own: ProcessIdentity,
): Holder | undefined {
  for (const name of disk.list(folder)) {
    if (!name.startsWith(prefix) || name === ownName || name.endsWith(".tmp")) continue;
    const path = join(folder, name);
    const holder = readHolder(path);
    if (holder === "gone") continue;
    // Unreadable content is what a power failure leaves: no living process can have such a file.
    if (holder === "broken" || hasEnded(holder, own)) disk.remove(path);
    else return holder;
  }
  return undefined;
}

function readHolder(path: string): Holder | "gone" | "broken" {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "gone";
    throw error;
  }
  try {
    const data: unknown = JSON.parse(text);
    const identity = readIdentity(data);
    const { since } = data as { readonly since?: unknown };
    return identity === undefined || typeof since !== "string"
      ? "broken"
      : { ...identity, since, file: path };
  } catch {
    return "broken";
  }
}
