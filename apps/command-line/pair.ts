import { InvalidArgumentError } from "commander";

/** Two words of which the command line makes one: `name=value`. */
export type Pair = readonly [name: string, value: string];

/** Reads `name=value`, and adds it to those before it. */
export function collectPair(text: string, before: readonly Pair[]): readonly Pair[] {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Write it as name=value.");
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}
