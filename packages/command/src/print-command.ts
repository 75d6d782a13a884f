import { quote } from "zx/core";
import type { Argv, Command } from "./command.ts";

/** A command as a line of bash: every word is quoted that needs it. */
export function shellLine(argv: Argv): string {
  return argv.map(quote).join(" ");
}

/** A variable's assignment in bash. */
export function assignment(name: string, value: string): string {
  return `${name}=${quote(value)}`;
}

/** The command as one line that bash runs as it is: `NAME=value tar … | ssh …`. */
export function printCommand(command: Command): string {
  const environment = Object.entries(command.env ?? {}).map(([name, value]) => assignment(name, value));
  const words = [...environment, shellLine(command.argv)].join(" ");
  return command.inputFrom === undefined ? words : `${shellLine(command.inputFrom)} | ${words}`;
}
