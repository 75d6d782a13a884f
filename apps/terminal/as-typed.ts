import { shellWord } from "@quorate/command";
import type { Invocation } from "./invocation.ts";

/**
 * A text with commands as its reader types them. Rooms write `quorate lab up`, in backticks: for somebody who has
 * just typed npm that is `npm run lab -- up`, since there is no program of that name. A machines.ts, or an inventory,
 * that was named is named again, also where a text speaks of machines.ts; in quotes it is the file of that very name.
 */
export function asTyped(text: string, invocation: Invocation): string {
  const [, file] = descriptionOf(invocation);
  const named = file === undefined ? text : text.replace(MACHINES, () => file);
  return named.replace(/`quorate ([A-Za-z]+)((?: [^`]+)?)`/g, (_, command: string, rest: string) => {
    const described = READS_NOTHING.includes(command) ? [] : descriptionOf(invocation);
    const words = `${described.map((word) => ` ${shellWord(word)}`).join("")}${rest}`;
    return `\`${BEGINNINGS[invocation.kind](command, words, invocation)}\``;
  });
}

/** The usual file, by its name alone: where it is part of a path, or in quotes, another file is meant. */
const MACHINES = /(?<![\w./"-])machines\.ts(?![\w./-]*\/|\w|")/g;

/** The words that name the file which describes the cluster. */
function descriptionOf({ machines, inventory }: Invocation): readonly string[] {
  return inventory ?? (machines === undefined ? [] : ["--machines", machines]);
}

/** Commands without --machines. */
const READS_NOTHING: readonly string[] = ["explain", "importInventory", "nixosOptions"];

const BEGINNINGS: {
  readonly [Kind in Invocation["kind"]]: (command: string, words: string, how: Invocation) => string;
} = {
  npm: (command, words) => `npm run ${command}${words === "" ? "" : ` --${words}`}`,
  // Nix takes what begins with a hyphen for its own, unless it stands behind two.
  nix: (command, words) => `nix run .#${command}${/(^| )-/.test(words) ? " --" : ""}${words}`,
  program: (command, words) => `quorate ${command}${words}`,
  script: (command, words, how) =>
    `node ${shellWord(how.kind === "script" ? how.script : "")} ${command}${words}`,
};
