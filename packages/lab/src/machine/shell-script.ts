import type { Argv } from "@quorate/command";
import { quote } from "zx/core";

/** A command as a line of bash: every word is quoted that needs it. */
export function shellLine(argv: Argv): string {
  return argv.map(quote).join(" ");
}

/** A variable's assignment. */
export function assignment(name: string, value: string): string {
  return `${name}=${quote(value)}`;
}
