import type { Command } from "./command.ts";
import type { CommandOutput } from "./command-output.ts";

/** Hears the lines that a command writes while it runs. */
export type LineListener = (command: Command, line: string) => void;

/** Runs a command value to its end. Never rejects: a command that can't be started has no exit code. */
export type Runner = (command: Command) => Promise<CommandOutput>;
