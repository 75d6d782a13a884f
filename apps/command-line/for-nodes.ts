import { InvalidArgumentError } from "commander";
import type { Pair } from "./pair.ts";

/** What an option says of all nodes, and of single ones. */
export interface ForNodesOption {
  readonly all?: string;
  readonly of: readonly Pair[];
}

/** Reads `value`, which is for all nodes, or `node=value`, and adds it to what was said before. */
export function collectForNodes(text: string, before: ForNodesOption = { of: [] }): ForNodesOption {
  const at = text.indexOf("=");
  if (at < 1) {
    if (before.all !== undefined) throw new InvalidArgumentError("It is said of all nodes twice.");
    return { ...before, all: text };
  }
  const name = text.slice(0, at);
  if (before.of.some(([one]) => one === name)) throw new InvalidArgumentError(`It is said of ${name} twice.`);
  return { ...before, of: [...before.of, [name, text.slice(at + 1)]] };
}
