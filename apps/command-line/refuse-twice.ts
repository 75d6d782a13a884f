import type { Command } from "commander";
import { collectName } from "./collect-name.ts";
import { collectForNodes } from "./for-nodes.ts";
import { collectPair } from "./pair.ts";

/** How options read their values that may be given several times. */
const COLLECTORS: readonly unknown[] = [collectName, collectPair, collectForNodes];

/**
 * Refuses an option whose value is given a second time, be it once before a command and once after it: which of the two is
 * meant nobody knows, and commander takes the last one. One that collects what it is given is refused only where it is given
 * in two places, neither of which would know of the other.
 */
export function refuseTwice(command: Command, given: Map<string, Command> = new Map()): void {
  for (const option of command.options) {
    if (!(option.required || option.optional)) continue;
    command.on(`option:${option.name()}`, () => {
      const before = given.get(option.name());
      given.set(option.name(), command);
      if (before === undefined) return;
      const collects = COLLECTORS.includes(option.parseArg);
      if (collects && before === command) return;
      const instead = collects ? "say all of it in one place" : "leave one of the two out";
      command.error(`error: option '${option.flags}' is given twice: ${instead}`);
    });
  }
  for (const one of command.commands) refuseTwice(one, given);
}
