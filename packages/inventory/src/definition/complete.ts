import { failed, succeeded } from "@quorate/cluster";
import type { Adoption } from "../adoption/adoption.ts";
import type { Inventory, InventoryNode } from "../inventory.ts";
import { type InventoryProblem, type InventoryResult, problem } from "../problem-kind.ts";
import type { Answers, ForNodes } from "./answers.ts";

/** An inventory with all that machines.ts needs. */
export interface CompleteInventory {
  readonly inventory: Inventory;
  readonly name: string;
  readonly subnet: string;
  readonly gateway: string;
  readonly nodes: readonly CompleteNode[];
  /** What of it runs already; `undefined` where nobody has looked. */
  readonly adoption: Adoption | undefined;
}

/** A node with its network card and its disk. */
export interface CompleteNode extends InventoryNode {
  readonly interface: string;
  readonly bootDevice: string;
}

/** Puts the answers where the inventory says nothing; what nobody said is told, with how to find it out. */
export function completeInventory(
  inventory: Inventory,
  answers: Answers,
  adoption?: Adoption,
): InventoryResult<CompleteInventory> {
  const { file } = inventory;
  const problems: InventoryProblem[] = [...unknownNodes(inventory, answers)];
  const missing = (message: string, hint: string) =>
    problems.push(problem("inventory-incomplete", file, message, hint));
  const nodes = inventory.nodes.map((node) => ({
    ...node,
    interface: node.interface ?? answerFor(answers.interface, node),
    bootDevice: node.bootDevice ?? answerFor(answers.disk, node),
  }));
  const without = (key: "interface" | "bootDevice") => nodes.filter((node) => node[key] === undefined);
  if (without("interface").length > 0) {
    missing(
      `the inventory does not say which network card has the address of ${addressesOf(without("interface"))}: nk3 asks the machine`,
      `See \`ssh root@${exampleOf(without("interface"))} ip route get 1.1.1.1\`, and give --interface <card> for all, or --interface <node>=<card> for each.`,
    );
  }
  if (without("bootDevice").length > 0) {
    missing(
      `the inventory does not say which disk ${addressesOf(without("bootDevice"))} boots from`,
      `See \`ssh root@${exampleOf(without("bootDevice"))} ls -l /dev/disk/by-id/\`, and give --disk <path> for all, or --disk <node>=<path> for each.`,
    );
  }
  const gateway = inventory.defaultGateway ?? answers.gateway;
  if (gateway === undefined) {
    missing(
      "the inventory does not say which router the nodes go through: nk3 asks the machine",
      `See \`ssh root@${exampleOf(nodes)} ip route get 1.1.1.1\`: what is behind via is --gateway.`,
    );
  }
  const subnet = answers.subnet ?? sharedSubnet(inventory.nodes);
  if (subnet === undefined) {
    missing(
      "the nodes are not in one /24, which is what nk3's template gives each of them",
      "Give the network that they are in with --subnet, such as --subnet 172.30.0.0/16.",
    );
  }
  if (problems.length > 0 || gateway === undefined || subnet === undefined) return failed(...problems);
  const whole = nodes.flatMap((node) =>
    node.interface === undefined || node.bootDevice === undefined
      ? []
      : [{ ...node, interface: node.interface, bootDevice: node.bootDevice }],
  );
  return succeeded({ inventory, name: answers.name, subnet, gateway, nodes: whole, adoption });
}

/** Answers for nodes that there are none of. */
function unknownNodes({ file, nodes }: Inventory, answers: Answers): readonly InventoryProblem[] {
  const known = new Set(nodes.flatMap(({ name, address }) => [name, address]));
  return [["--interface", answers.interface] as const, ["--disk", answers.disk] as const].flatMap(
    ([flag, { of }]) =>
      [...of.keys()]
        .filter((name) => !known.has(name))
        .map((name) =>
          problem(
            "inventory-incomplete",
            file,
            `${flag} is told of ${JSON.stringify(name)}, which is no node of the inventory`,
            `Name a node by its address or its name: ${nodes.map(({ address }) => address).join(", ")}.`,
          ),
        ),
  );
}

function answerFor({ all, of }: ForNodes, { name, address }: InventoryNode): string | undefined {
  return of.get(name) ?? of.get(address) ?? all;
}

/** The /24 that all addresses are in. */
function sharedSubnet(nodes: readonly InventoryNode[]): string | undefined {
  const starts = new Set(nodes.map(({ address }) => address.split(".").slice(0, 3).join(".")));
  const [first] = starts;
  return starts.size === 1 ? `${first}.0/24` : undefined;
}

/** The machine to look at. */
function exampleOf(nodes: readonly InventoryNode[]): string {
  return nodes[0]?.address ?? "172.30.190.3";
}

function addressesOf(nodes: readonly InventoryNode[]): string {
  return nodes.map(({ address }) => address).join(", ");
}
