import type { Command } from "commander";

/**
 * Refuses what commander lets pass: an empty value, which would stand for the working folder or for nothing at
 * all (a variable of a script that was never set), and --machines before a command that reads none.
 */
export function refuseArguments(command: Command, given: readonly unknown[]): void {
  for (const [index, argument] of command.registeredArguments.entries()) {
    if (given[index] === "") command.error(`error: argument '<${argument.name()}>' is empty`);
  }
  for (const one of lineage(command)) {
    for (const option of one.options) {
      if (one.getOptionValue(option.attributeName()) === "")
        command.error(`error: option '${option.flags}' is empty`);
    }
    const isMachines = one.getOptionValueSource("machines") === "cli";
    if (isMachines && !command.options.some(({ long }) => long === "--machines"))
      command.error(`error: ${command.name()} reads no machines.ts: leave --machines out`);
  }
}

/** The command and those that it belongs to. */
function lineage(command: Command): readonly Command[] {
  return command.parent === null ? [command] : [command, ...lineage(command.parent)];
}
