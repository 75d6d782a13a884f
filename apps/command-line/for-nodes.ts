import type { Pair } from "./pair.ts";

/** What an option says of all nodes, and of single ones. */
export interface ForNodesOption {
  readonly all?: string;
  readonly of: readonly Pair[];
}

/** Reads `value`, which is for all nodes, or `node=value`, and adds it to what was said before. */
export function collectForNodes(text: string, before: ForNodesOption = { of: [] }): ForNodesOption {
  const at = text.indexOf("=");
  return at < 1
    ? { ...before, all: text }
    : { ...before, of: [...before.of, [text.slice(0, at), text.slice(at + 1)]] };
}
