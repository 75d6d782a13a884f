import { shellWord } from "@quorate/command";
import type { Invocation } from "./invocation.ts";

/**
 * A text with commands as its reader types them. Rooms write `quorate lab up`, in backticks: for somebody who has
 * just typed npm that is `npm run lab -- up`, since there is no program of that name. A machines.ts, or an inventory,
 * that was named is named again, also where a text speaks of machines.ts; in quotes it is the file of that very name,
 * and so it is beside a field that no inventory has. In a deployment to a lab a command that talks to machines is one
 * that talks to those of the lab: as it stands it would be about others, at the same addresses.
 */
export function asTyped(text: string, invocation: Invocation): string {
  const words = invocation.inventory === undefined ? text : text.replaceAll("`health`", "`watch_namespaces`");
  const [, file] = descriptionOf(invocation);
  const named =
    file === undefined || fieldWithoutPlace(words, invocation) !== undefined
      ? words
      : words.replace(MACHINES, () => file);
  return named.replace(/`quorate ([A-Za-z]+)((?: [^`]+)?)`/g, (_, command: string, rest: string) => {
    const typed = (command: string, rest: string) => {
      const described = READS_NOTHING.includes(command) ? [] : descriptionOf(invocation);
      const words = `${described.map((word) => ` ${shellWord(word)}`).join("")}${rest}`;
      return BEGINNINGS[invocation.kind](command, words, invocation);
    };
    if (invocation.lab === undefined || !TALK_TO_MACHINES.includes(command))
      return `\`${typed(command, rest)}\``;
    return command === "deploy"
      ? `\`${typed("lab", ` deploy${withoutWords(rest, invocation.lab)}`)}\``
      : `\`${typed("lab", ` run -- ${typed(command, rest)}`)}\``;
  });
}

/** The words of a command, but for options that `lab deploy` adds itself. */
function withoutWords(rest: string, added: readonly string[]): string {
  return added.reduce(
    (left, option, index) =>
      index % 2 === 0 ? left.replace(` ${option} ${shellWord(added[index + 1] ?? "")}`, "") : left,
    rest,
  );
}

/** The same for a hint: where it names a field that the inventory has no place for, it says where there is one. */
export function hintAsTyped(hint: string, invocation: Invocation): string {
  const field = fieldWithoutPlace(hint, invocation);
  const [, file = ""] = descriptionOf(invocation);
  if (field === undefined) return asTyped(hint, invocation);
  return asTyped(
    `${hint.replace(/\.$/, "")}; an inventory has no place for ${field}: \`quorate importInventory ${shellWord(file)}\` makes a machines.ts of it`,
    invocation,
  );
}

/** Fields of machines.ts that texts name, and that nothing of an inventory becomes. */
const FIELDS =
  /\b(?:allowEvenMembers|encryptSecrets|hostKey|loadBalancer|nixosUnchecked|ssh\.port|rollout\.[a-z]+)\b|(?<=`)offline(?=: true`)/;

function fieldWithoutPlace(text: string, { inventory }: Invocation): string | undefined {
  return inventory === undefined ? undefined : FIELDS.exec(text)?.[0];
}

/** The usual file, by its name alone: where it is part of a path, or in quotes, another file is meant. */
const MACHINES = /(?<![\w./"-])machines\.ts(?![\w./-]*\/|\w|")/g;

/** The words that name the file which describes the cluster. */
function descriptionOf({ machines, inventory }: Invocation): readonly string[] {
  return inventory ?? (machines === undefined ? [] : ["--machines", machines]);
}

/** Commands without --machines. */
const READS_NOTHING: readonly string[] = ["explain", "importInventory", "nixosOptions"];

/** Commands that would reach machines of the addresses of machines.ts, wherever they are started. */
const TALK_TO_MACHINES: readonly string[] = [
  "deploy",
  "etcd",
  "plan",
  "reboot",
  "replace",
  "rollback",
  "status",
  "uncordon",
  "unlock",
];

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
