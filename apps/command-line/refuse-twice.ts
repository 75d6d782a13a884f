import type { Command } from "commander";

/**
 * Refuses an option whose value is given a second time: which of the two is meant nobody knows, and commander takes the
 * last one. Options that collect what they are given read it by a function of their own.
 */
export function refuseTwice(command: Command): void {
  for (const option of command.options) {
    if (!(option.required || option.optional) || option.variadic || option.parseArg !== undefined) continue;
    let before = false;
    command.on(`option:${option.name()}`, () => {
      if (before) command.error(`error: option '${option.flags}' is given twice: leave one of the two out`);
      before = true;
    });
  }
  for (const one of command.commands) refuseTwice(one);
}
