import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolders, writeFileAtomic } from "@quorate/files";
import { type JournalEntry, journalLine, readJournal } from "@quorate/rollout";

/** The journal of a cluster's runs, on the machine that they start from. */
export interface Journal {
  /** What is in it from earlier runs. */
  readonly before: readonly JournalEntry[];
  /** Adds an entry, on the disk when this returns. */
  readonly note: (entry: JournalEntry) => void;
  readonly close: () => void;
}

/** Bytes from which on only the latest entries are kept. */
const LONGEST = 1024 * 1024;
/** How many those are: the steps of many runs. */
const KEPT = 2_000;

/** Opens a journal, making it (0600, its folders 0700) where there is none. Throws what the system says. */
export function openJournal(path: string): Journal {
  makeFolders(dirname(path), 0o700);
  let file = openSync(path, "a+", 0o600);
  const text = readFileSync(file, "utf8");
  const before = readJournal(text);
  if (fstatSync(file).size > LONGEST) {
    closeSync(file);
    writeFileAtomic(path, before.slice(-KEPT).map(journalLine).join(""), 0o600);
    file = openSync(path, "a", 0o600);
  } else if (text !== "" && !text.endsWith("\n")) {
    // What was torn off must not swallow the line that comes next.
    writeSync(file, "\n");
  }
  return {
    before,
    note: (entry) => {
      writeSync(file, journalLine(entry));
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}
