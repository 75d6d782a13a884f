import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hasEnded, readIdentity, thisProcess } from "../process-identity.ts";

/** The file of a private folder that says whose it is. */
const OWNER_FILE = "owner.json";

/** Says in a private folder that it is this process's. To be written before anything else is. */
export function claim(folder: string): void {
  writeFileSync(`${folder}/${OWNER_FILE}`, `${JSON.stringify(thisProcess())}\n`, { mode: 0o600, flag: "wx" });
}

/**
 * Removes the private folders that dead runs of this user have left in `parent`: a run that is killed with
 * SIGKILL removes nothing. Only real folders named `<prefix>` and six characters, of mode 0700, that say whose
 * they were; links are not followed. A folder that a child of such a run still works with stays, for the next
 * time, and so does what can't be removed.
 */
export function removeLeftovers(parent: string, prefix: string): void {
  for (const name of namesIn(parent)) {
    if (!name.startsWith(prefix) || !/^[A-Za-z0-9]{6}$/.test(name.slice(prefix.length))) continue;
    const folder = `${parent}/${name}`;
    try {
      if (isLeftover(folder) && !isInUse(folder)) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody else removed it at the same time, or it is none.
    }
  }
}

function isLeftover(folder: string): boolean {
  const is = lstatSync(folder);
  if (!is.isDirectory() || !isOwn(is.uid) || (is.mode & 0o777) !== 0o700) return false;
  const file = `${folder}/${OWNER_FILE}`;
  if (!lstatSync(file).isFile()) return false;
  const owner = readIdentity(JSON.parse(readFileSync(file, "utf8")));
  return owner !== undefined && hasEnded(owner);
}

function isOwn(uid: number): boolean {
  return uid === process.getuid?.();
}

/** Whether a command names what is in the folder: an installation goes on when the run that started it is dead. */
function isInUse(folder: string): boolean {
  return namesIn("/proc")
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "latin1");
        // A shared connection of ssh that waits for more to do reads nothing any more, and ends by itself.
        return command.includes(`${folder}/`) && !command.includes("[mux]");
      } catch {
        // It has ended.
        return false;
      }
    });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
