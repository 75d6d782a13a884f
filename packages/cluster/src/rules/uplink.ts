import { type Finding, finding } from "../model/finding.ts";
import { lies } from "../parse/address.ts";
import type { Draft, DraftNetwork } from "../parse/draft.ts";
import { count, edgeFinding, isEdge, isLinkLocal, isSpecial } from "./addresses.ts";

/** As many as the C library asks; the kubelet leaves out the others and complains. */
const MAX_NAMESERVERS = 3;

/** What the nodes reach the world by: gateways and name servers. */
export function* checkUplink(draft: Draft): Iterable<Finding> {
  const { network } = draft;
  if (network === undefined) return;
  yield* checkGateways(network, draft);
  yield* checkNameservers(network);
}

function* checkGateways(network: DraftNetwork, draft: Draft): Iterable<Finding> {
  const [one, other] = network.gateways;
  if (one !== undefined && one.value.family === other?.value.family && Array.isArray(network.spec.gateway)) {
    yield finding(
      "address-family-repeated",
      other.path,
      `network.gateway names two IPv${one.value.family} addresses`,
      "A pair of gateways is one of IPv4 and one of IPv6.",
    );
  }
  const nodes = new Map(
    draft.nodes.flatMap(({ name, addresses }) => addresses.map(({ value }) => [value.address, name])),
  );
  for (const { value, path } of network.gateways) {
    const node = nodes.get(value.address);
    if (node !== undefined) {
      yield finding(
        "gateway-is-node",
        path,
        `the gateway ${value.address} is the node ${node}`,
        "A node is no gateway to itself: write the router's address.",
      );
      continue;
    }
    // Many routers are reached by their link-local address, fe80::1, which is in no subnet.
    if (isLinkLocal(value)) continue;
    const subnet = network.subnets.find((candidate) => candidate.value.family === value.family);
    // A router may have an address of a family that the nodes do not use: then it is no gateway for it.
    if (subnet === undefined && typeof network.spec.gateway === "string" && network.gateways.length > 1)
      continue;
    // A subnet that is missing or could not be read may be the gateway's.
    if (network.spec.subnet === undefined || network.subnets.length !== count(network.spec.subnet)) continue;
    if (subnet === undefined || !lies(value, subnet.value)) {
      yield finding(
        "gateway-outside-subnet",
        path,
        `the gateway ${value.address} is outside ${network.subnets.map((placed) => placed.value.cidr).join(" and ")}`,
        "A gateway is on the nodes' own network; correct the one or the other.",
      );
    } else if (isEdge(value, subnet.value)) {
      yield edgeFinding(value, path, subnet.value);
    }
  }
  if (network.gateways.length === 0) return;
  for (const { value } of network.subnets) {
    if (network.gateways.some((gateway) => gateway.value.family === value.family)) continue;
    yield finding(
      "gateway-family-missing",
      ["network", "gateway"],
      `there is no IPv${value.family} gateway for ${value.cidr}`,
      `Write a pair of addresses, or give the router an IPv${value.family} address.`,
    );
  }
}

function* checkNameservers(network: DraftNetwork): Iterable<Finding> {
  const written = network.spec.nameservers?.length;
  if (written === 0) {
    yield finding(
      "nameservers-none",
      ["network", "nameservers"],
      "there is no name server",
      "Without one, nodes cannot pull images by name. List a DNS server's address.",
    );
  }
  if (written !== undefined && written > MAX_NAMESERVERS) {
    yield finding(
      "nameservers-many",
      ["network", "nameservers", MAX_NAMESERVERS],
      `${written} name servers are listed, and pods ask only the first ${MAX_NAMESERVERS}`,
      "Keep the nearest three.",
    );
  }
  for (const { value, path } of network.nameservers) {
    if (isSpecial(value)) {
      yield finding(
        "nameserver-invalid",
        path,
        `${value.address} is no name server that a pod could ask`,
        "CoreDNS asks the nodes' name servers: a loopback address would be CoreDNS itself.",
      );
    }
    if (![...network.pods, ...network.services].some((range) => lies(value, range.value))) continue;
    yield finding(
      "nameserver-invalid",
      path,
      `the name server ${value.address} is a pod's or a Service's address`,
      "Nodes ask it before the cluster runs: name a server outside the cluster.",
    );
  }
}
