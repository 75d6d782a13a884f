import type { Command, CommandOutput } from "@quorate/command";

/** What the lab's effects go through: commands, and words for people. */
export interface LabWorld {
  /** Runs a command to its end; never rejects. */
  readonly run: (command: Command) => Promise<CommandOutput>;
  /** Tells progress; `where` is a machine's name, or another part of the lab. */
  readonly say: (where: string, line: string) => void;
}
