import type { Inventory, InventoryNode } from "../inventory.ts";
import { type InventoryProblem, problem } from "../problem-kind.ts";
import type { Answers, ForNodes } from "./answers.ts";

/** What somebody has answered that the inventory says otherwise: what it says holds. */
export function unusedAnswers(inventory: Inventory, answers: Partial<Answers>): readonly InventoryProblem[] {
  const { defaultGateway, nodes, places, file } = inventory;
  const { gateway } = answers;
  return [
    ...(gateway === undefined || defaultGateway === undefined || gateway === defaultGateway
      ? []
      : [
          unused(
            "--gateway",
            gateway,
            `the gateway ${defaultGateway}`,
            places.get("default_gateway") ?? file,
          ),
        ]),
    ...nodes.flatMap((node) => [
      ...unusedOf(node, node.interface, ["--interface", "interface"], answers.interface),
      ...unusedOf(node, node.bootDevice, ["--disk", "boot_device"], answers.disk),
    ]),
  ];
}

function unusedOf(
  { name, address, place, places }: InventoryNode,
  own: string | undefined,
  [flag, key]: readonly [string, string],
  { all, of }: ForNodes = { of: new Map() },
): readonly InventoryProblem[] {
  const answer = of.get(name) ?? of.get(address) ?? all;
  if (own === undefined || answer === undefined || answer === own) return [];
  return [unused(flag, answer, `${own} for ${address}`, places.get(key) ?? place)];
}

function unused(
  flag: string,
  answer: string,
  own: string,
  at: Parameters<typeof problem>[1],
): InventoryProblem {
  return problem(
    "inventory-answer-unused",
    at,
    `the inventory says ${own}, and ${flag} ${answer} is for what it leaves out`,
    "What it says holds: correct it there, or leave the flag out.",
  );
}
