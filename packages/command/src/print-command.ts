import { quote } from "zx/core";
import type { Command } from "./command.ts";

/** The command as one line that bash runs as it is: `NAME=value tar … | ssh …`. */
export function printCommand(command: Command): string {
  const environment = Object.entries(command.env ?? {}).map(([name, value]) => `${name}=${quote(value)}`);
  const words = [...environment, ...command.argv.map(quote)].join(" ");
  return command.inputFrom === undefined ? words : `${command.inputFrom.map(quote).join(" ")} | ${words}`;
}
