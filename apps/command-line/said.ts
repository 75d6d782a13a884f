import type { Command } from "commander";

/** What was typed for an option, at a command or at those that it belongs to; what is said last holds. */
export function said(command: Command, name: string): unknown {
  const here = command.getOptionValueSource(name) === "cli" ? command.getOptionValue(name) : undefined;
  return here ?? (command.parent === null ? undefined : said(command.parent, name));
}
