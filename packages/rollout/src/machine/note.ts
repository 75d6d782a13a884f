import type { JournalEntry } from "../journal/entry.ts";
import type { NoteEffect } from "./effect.ts";
import type { MachineState } from "./state.ts";

type Told = JournalEntry extends infer Entry
  ? Entry extends JournalEntry
    ? Omit<Entry, "run" | "at">
    : never
  : never;

/** An entry for the journal. */
export function note({ settings }: MachineState, at: number, told: Told): NoteEffect {
  return { kind: "note", entry: { run: settings.run, at, ...told } };
}
