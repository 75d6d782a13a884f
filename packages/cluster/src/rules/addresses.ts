import { ADDRESS_BITS } from "../model/address.ts";
import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import { lies, type ParsedAddress, type ParsedNetwork, parseNetwork } from "../parse/address.ts";
import type { Draft, DraftNode, DraftRouter } from "../parse/draft.ts";

/**
 * Networks whose addresses are no machine's own: RFC 6890's special-purpose registry, as far as it matters
 * here. IPv4-mapped addresses stand for IPv4 ones inside of programs and are on no wire.
 */
const SPECIAL = [
  "0.0.0.0/8",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "224.0.0.0/3",
  "::/128",
  "::1/128",
  "::ffff:0:0/96",
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
      if (isSpecial(value)) yield specialFinding(value.address, path, `${machine.name}'s own address`);
      const owner = owners.get(value.address);
      // A pair of the same address twice is no pair of families: that is said below.
      if (owner !== undefined && owner !== machine.name) {
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
  for (const router of draft.routers) yield* checkRouter(router, draft);
}

function* checkRouter(router: DraftRouter, { network }: Draft): Iterable<Finding> {
  for (const { value, path } of router.addresses) {
    const inside = [...(network?.pods ?? []), ...(network?.services ?? [])].find((range) =>
      lies(value, range.value),
    );
    if (inside !== undefined) {
      yield finding(
        "router-in-cluster-network",
        path,
        `${router.name}'s address ${value.address} lies in ${inside.value.cidr}, which is the cluster's own`,
        "Nodes would look for it in the cluster: correct the address, or choose other pod and Service networks.",
      );
    }
    const subnet = network?.subnets.find((range) => lies(value, range.value))?.value;
    if (subnet !== undefined && isEdge(value, subnet)) yield edgeFinding(value, path, subnet);
  }
}

/** Whether no machine on a network can have this address. */
export function isSpecial(address: ParsedAddress): boolean {
  return SPECIAL.some((network) => lies(address, network));
}

/** Whether the address is an IPv6 one that holds on one link alone, as gateways often are: `fe80::1`. */
export function isLinkLocal(address: ParsedAddress): boolean {
  return address.family === 6 && address.bits >> 118n === 0xfe80n >> 6n;
}

/** What is said where `text` is to be `what` and cannot. */
export function specialFinding(text: string, path: SpecPath, what: string): Finding {
  return finding(
    "address-special",
    path,
    `${text} cannot be ${what}: it is loopback, multicast, link-local, reserved or unspecified`,
    "Write one that other machines can reach.",
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
    // A subnet that could not be read may be the address's.
    if (subnet === undefined && subnets.length !== count(draft.network?.spec.subnet)) continue;
    if (subnet === undefined || !lies(value, subnet)) {
      yield finding(
        "address-outside-subnet",
        path,
        `${node.name}'s address ${value.address} is outside ${subnets.map(({ value: network }) => network.cidr).join(" and ")}`,
        "Correct the address, or network.subnet.",
      );
    } else if (isEdge(value, subnet)) {
      yield edgeFinding(value, path, subnet);
    }
  }
  // Neither an address nor a subnet that could not be read is one that is missing.
  if (node.spec.ip === undefined) return;
  if (node.addresses.length !== count(node.spec.ip) || subnets.length !== count(draft.network?.spec.subnet))
    return;
  const missing = subnets.filter(
    ({ value }) => !node.addresses.some((address) => address.value.family === value.family),
  );
  if (missing.length > 0) {
    yield finding(
      "address-family-missing",
      ["machines", node.name, "ip"],
      `${node.name} has no IPv${missing.map(({ value }) => value.family).join(" and IPv")} address, but the subnet has one for it`,
      subnets.length > 1
        ? `Write a pair: ip: [${subnets.map(({ value }) => JSON.stringify(node.addresses.find((address) => address.value.family === value.family)?.value.address ?? `… in ${value.cidr}`)).join(", ")}].`
        : "Write an address of the subnet's family.",
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

/** How many addresses or networks are written, whether they could be read or not. */
export function count(texts: string | readonly string[] | undefined): number {
  return typeof texts === "string" ? 1 : (texts?.length ?? 0);
}

/** The network's own address and, in IPv4, its broadcast address; point-to-point networks have neither. */
export function isEdge(address: ParsedAddress, network: ParsedNetwork): boolean {
  if (network.prefixLength >= ADDRESS_BITS[address.family] - 1) return false;
  return address.bits === network.first || (address.family === 4 && address.bits === network.last);
}

/** What is said of an address that {@link isEdge}. */
export function edgeFinding(address: ParsedAddress, path: SpecPath, network: ParsedNetwork): Finding {
  return finding(
    "address-not-usable",
    path,
    `${address.address} is the first or the broadcast address of ${network.cidr}`,
    "Choose an address between them.",
  );
}
