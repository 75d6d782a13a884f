import type { Command } from "commander";
import { refuseInventoryOptions } from "./inventory-options.ts";
import { said } from "./said.ts";

/**
 * Refuses what commander lets pass: an empty value, which would stand for the working folder or for nothing at
 * all (a variable of a script that was never set), what describes the cluster before a command that reads none, and
 * two such descriptions.
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
  }
  for (const [inside, flag] of DESCRIPTIONS) {
    if (said(command, inside) !== undefined && !command.options.some(({ long }) => long === flag))
      command.error(`error: ${command.name()} reads no machines.ts: leave ${flag} out`);
  }
  const refusal = refuseInventoryOptions(command);
  if (refusal !== undefined) command.error(`error: ${refusal}`);
}

/** What names the file that describes the cluster. */
const DESCRIPTIONS = [
  ["machines", "--machines"],
  ["inventoryFile", "--inventory"],
] as const;

/** The command and those that it belongs to. */
function lineage(command: Command): readonly Command[] {
  return command.parent === null ? [command] : [command, ...lineage(command.parent)];
}
