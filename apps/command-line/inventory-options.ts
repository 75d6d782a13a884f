import { type Command, Option } from "commander";
import { collectForNodes, type ForNodesOption } from "./for-nodes.ts";
import { NamedOption } from "./named-option.ts";
import { said } from "./said.ts";

/** What an inventory leaves out, as the command line says it. */
export interface InventoryAnswers {
  /** The cluster's name. Default: nk3. */
  readonly name?: string;
  readonly interfaces?: ForNodesOption;
  readonly disks?: ForNodesOption;
  readonly gateway?: string;
  readonly subnet?: string;
}

/** How an inventory is read that stands in the place of machines.ts. */
export interface InventoryOptions extends InventoryAnswers {
  /** The certificates' folder as it was named: an imported token is in there. */
  readonly certificates?: string;
}

/** The flags that give the answers. The name's is another one in `importInventory`: some commands have a `--name`. */
const FLAGS: { readonly [A in keyof InventoryAnswers]-?: readonly [flags: string, description: string] } = {
  name: ["--cluster-name <name>", "the cluster's name, which an inventory has none for (default: nk3)"],
  interfaces: ["--interface <[node=]card>", "network card of all nodes, or of one"],
  disks: ["--disk <[node=]path>", "disk of all nodes, or of one"],
  gateway: ["--gateway <address>", "the router that nodes go through"],
  subnet: ["--subnet <network>", "the network that nodes are in (default: their /24)"],
};

const ANSWERS = Object.keys(FLAGS) as readonly (keyof InventoryAnswers)[];

/** The options that give the answers, for `importInventory`, which has nothing else to be told. */
export function answerOptions(): readonly Option[] {
  return ANSWERS.map((answer) =>
    answer === "name" ? new Option("--name <name>", FLAGS.name[1]) : answerOption(answer, answer),
  );
}

/** Adds `--inventory`, and the options that give the answers: those are told where `importInventory` is. */
export function addInventoryOptions(command: Command): Command {
  command.addOption(
    new NamedOption(
      "inventoryFile",
      "--inventory <file>",
      `an nk3 inventory in the place of machines.ts; what it leaves out: ${ANSWERS.map(flagOf).join(", ")}`,
    ),
  );
  for (const answer of ANSWERS) command.addOption(answerOption(answer, insideOf(answer)).hideHelp());
  return command;
}

/** The inventory that was named, with its answers; `undefined` where there was none. */
export function inventoryOf(
  command: Command,
): { readonly file: string; readonly inventory: InventoryOptions } | undefined {
  const file = said(command, "inventoryFile") as string | undefined;
  if (file === undefined) return undefined;
  const answers = ANSWERS.map((answer) => [answer, said(command, insideOf(answer))] as const);
  const all = [...answers, ["certificates", said(command, "certificates")] as const];
  return { file, inventory: Object.fromEntries(all.filter(([, value]) => value !== undefined)) };
}

/** The words by which an inventory and its answers are typed. */
export function inventoryWords(file: string, inventory: InventoryOptions): readonly string[] {
  const answers = ANSWERS.flatMap((answer) => {
    const value = inventory[answer];
    const texts =
      typeof value === "object"
        ? [...(value.all === undefined ? [] : [value.all]), ...value.of.map((pair) => pair.join("="))]
        : [value];
    return texts.flatMap((text) => (text === undefined ? [] : [flagOf(answer), text]));
  });
  return ["--inventory", file, ...answers];
}

/** Why the options can't be together; `undefined` where they can. */
export function refuseInventoryOptions(command: Command): string | undefined {
  if (said(command, "inventoryFile") !== undefined) {
    return said(command, "machines") === undefined
      ? undefined
      : "--machines and --inventory both describe the cluster: leave one of them out";
  }
  const alone = ANSWERS.find((answer) => said(command, insideOf(answer)) !== undefined);
  return alone === undefined ? undefined : `${flagOf(alone)} is for what --inventory <file> leaves out`;
}

function answerOption(answer: keyof InventoryAnswers, inside: string): Option {
  const option = new NamedOption(inside, ...FLAGS[answer]);
  return answer === "interfaces" || answer === "disks" ? option.argParser(collectForNodes) : option;
}

function insideOf(answer: keyof InventoryAnswers): string {
  return `inventory-${answer}`;
}

function flagOf(answer: keyof InventoryAnswers): string {
  return FLAGS[answer][0].split(" ")[0] ?? "";
}
