import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { LOCK_PREFIX } from "./bookkeeping.ts";
import type { Disk } from "./disk.ts";
import { hasEnded, ownIdentity, processIdentitySchema } from "./process-identity.ts";

/** Who holds the folder. */
export type Holder = z.infer<typeof holderSchema> & { readonly file: string };

/** The outcome of {@link lockFolder}. */
export type Lock =
  | { readonly kind: "acquired"; readonly release: () => void }
  | { readonly kind: "held"; readonly holder: Holder };

const holderSchema = processIdentitySchema.extend({
  /** ISO 8601. */
  since: z.string(),
});

const ATTEMPTS = 8;

/**
 * Locks the folder against other runs. Every run adds a lock file of its own name and then looks for
 * others: whoever sees another living one takes its own away again. Two that start at once may both give
 * way and try again, but never both go on; and since no name is used twice, a file that an ended process
 * left can be removed by anybody at any time. Throws what the file system throws.
 */
export async function lockFolder(directory: string, now: Date, disk: Disk): Promise<Lock> {
  const own = ownIdentity();
  for (let attempt = 1; ; attempt++) {
    const name = `${LOCK_PREFIX}${randomBytes(8).toString("hex")}`;
    const path = join(directory, name);
    addLockFile(path, JSON.stringify({ ...own, since: now.toISOString() }), disk);
    const holder = livingHolder(directory, name, own, disk);
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
  directory: string,
  ownName: string,
  own: ReturnType<typeof ownIdentity>,
  disk: Disk,
): Holder | undefined {
  for (const name of disk.list(directory)) {
    if (!name.startsWith(LOCK_PREFIX) || name === ownName || name.endsWith(".tmp")) continue;
    const path = join(directory, name);
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
    return { ...holderSchema.parse(JSON.parse(text)), file: path };
  } catch {
    return "broken";
  }
}
