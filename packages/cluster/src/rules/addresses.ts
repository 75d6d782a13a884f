import { type Finding, finding } from "../model/finding.ts";
import { lies, type ParsedAddress, parseNetwork } from "../parse/address.ts";
import type { Draft, DraftNode, DraftRouter, Placed } from "../parse/draft.ts";

/** Networks whose addresses are no machine's own. RFC 6890's special-purpose registry, as far as it matters here. */
const SPECIAL = [
  "0.0.0.0/8",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "224.0.0.0/3",
  "::/128",
  "::1/128",
  "fe80::/10",
  "ff00::/8",
]
  .map(parseNetwork)
  .filter((network) => network !== undefined);

/** Addresses of the machines: usable, unique, inside the subnet, one a family. */
export function* checkAddresses(draft: Draft): Iterable<Finding> {
  const owners = new Map<string, string>();
  for (const machine of [...draft.nodes, ...draft.routers]) {
    for (const { value, path } of machine.addresses) {
      yield* checkSpecial(value, path, machine.name);
      const owner = owners.get(value.address);
      if (owner !== undefined) {
        yield finding(
          "address-duplicate",
          path,
          `${machine.name} and ${owner} both have the address ${value.address}`,
          "Give each machine an address of its own.",
        );
      }
      owners.set(value.address, machine.name);
    }
    yield* checkFamilies(machine);
  }
  for (const node of draft.nodes) yield* checkNodeInSubnet(node, draft);
}

function* checkSpecial(
  address: ParsedAddress,
  path: Placed<unknown>["path"],
  name: string,
): Iterable<Finding> {
  if (!SPECIAL.some((network) => lies(address, network))) return;
  yield finding(
    "address-special",
    path,
    `${address.address} cannot be ${name}'s own address: it is loopback, multicast, link-local, reserved or unspecified`,
    "Write the address that other machines reach it by.",
  );
}

function* checkFamilies(machine: DraftNode | DraftRouter): Iterable<Finding> {
  const [first, second] = machine.addresses;
  if (first !== undefined && second !== undefined && first.value.family === second.value.family) {
    yield finding(
      "address-family-repeated",
      second.path,
      `${machine.name} has two IPv${first.value.family} addresses`,
      "A pair of addresses is one of IPv4 and one of IPv6.",
    );
  }
}

function* checkNodeInSubnet(node: DraftNode, draft: Draft): Iterable<Finding> {
  const subnets = draft.network?.subnets ?? [];
  if (subnets.length === 0) return;
  for (const { value, path } of node.addresses) {
    const subnet = subnets.find(({ value: network }) => network.family === value.family)?.value;
    if (subnet === undefined || !lies(value, subnet)) {
      yield finding(
        "address-outside-subnet",
        path,
        `${node.name}'s address ${value.address} is outside ${subnets.map(({ value: network }) => network.cidr).join(" and ")}`,
        "Correct the address, or network.subnet.",
      );
    } else if (isEdge(value, subnet)) {
      yield finding(
        "address-not-usable",
        path,
        `${value.address} is the first or the broadcast address of ${subnet.cidr}`,
        "Choose an address between them.",
      );
    }
  }
  const missing = subnets.filter(
    ({ value }) => !node.addresses.some((address) => address.value.family === value.family),
  );
  if (missing.length > 0 && node.addresses.length === countAddresses(node)) {
    yield finding(
      "address-family-missing",
      ["machines", node.name, "ip"],
      `${node.name} has no IPv${missing.map(({ value }) => value.family).join(" and IPv")} address, but the subnet has one for it`,
      `Write a pair: ip: ["${node.addresses[0]?.value.address ?? "…"}", "…"].`,
    );
  }
  const [first] = node.addresses;
  if (missing.length === 0 && node.addresses.length > 1 && first?.value.family !== subnets[0]?.value.family) {
    yield finding(
      "address-family-missing",
      ["machines", node.name, "ip"],
      `${node.name}'s first address is not of the subnet's first family, IPv${subnets[0]?.value.family}`,
      "Swap the two addresses: the first one is the primary one everywhere.",
    );
  }
}

function countAddresses(node: DraftNode): number {
  return typeof node.spec.ip === "string" ? 1 : node.spec.ip.length;
}

/** The network's own address and, in IPv4, its broadcast address; point-to-point networks have neither. */
export function isEdge(
  address: ParsedAddress,
  network: { first: bigint; last: bigint; prefixLength: number },
): boolean {
  const bits = address.family === 4 ? 32 : 128;
  if (network.prefixLength >= bits - 1) return false;
  return address.value === network.first || (address.family === 4 && address.value === network.last);
}
