import { ADDRESS_BITS } from "../model/address.ts";
import { type Finding, finding } from "../model/finding.ts";
import { addressAt, type ParsedNetwork } from "../parse/address.ts";
import { type Draft, type DraftNetwork, hasKubelet, type Placed } from "../parse/draft.ts";
import { count, isSpecial, specialFinding } from "./addresses.ts";

/** Bits of the pod range that each node gets: the controller-manager's node-cidr-mask-size defaults. */
const NODE_POD_PREFIX = { 4: 24, 6: 64 } as const;

/** The host, pod and Service networks: families, sizes, overlaps. */
export function* checkNetworks(draft: Draft): Iterable<Finding> {
  const { network } = draft;
  if (network === undefined) return;
  yield* checkSubnetFamilies(network);
  yield* checkSpecialNetworks(network);
  yield* checkOverlaps(network);
  yield* checkSizes(network, draft);
}

function* checkSpecialNetworks({ subnets, pods, services }: DraftNetwork): Iterable<Finding> {
  for (const { value, path } of [...subnets, ...pods, ...services]) {
    const { cidr, family, first, last } = value;
    const ends = [first, last].map((end) => ({ address: addressAt(value, end - first), family, bits: end }));
    // 0.0.0.0/0 and the like hold such addresses without being such networks: they overlap the others.
    if (ends.every(isSpecial)) yield specialFinding(cidr, path, "a network of the cluster");
  }
}

function* checkSubnetFamilies(network: DraftNetwork): Iterable<Finding> {
  const [first, second] = network.subnets;
  if (first !== undefined && first.value.family === second?.value.family) {
    yield finding(
      "address-family-repeated",
      second.path,
      `network.subnet names two IPv${first.value.family} networks`,
      "A pair of networks is one of IPv4 and one of IPv6.",
    );
    return;
  }
  if (network.subnets.length !== count(network.spec.subnet)) return;
  const wanted = families(network.subnets);
  for (const [name, networks, written] of [
    ["pods", network.pods, network.spec.pods],
    ["services", network.services, network.spec.services],
  ] as const) {
    // One that could not be read is not one that is missing.
    if (written !== undefined && networks.length !== count(written)) continue;
    if (families(networks) !== wanted && wanted !== "") {
      yield finding(
        "network-family-mismatch",
        ["network", name],
        `network.${name} is ${families(networks) || "empty"} where network.subnet is ${wanted}`,
        "Give every network the same families in the same order.",
      );
    }
  }
}

function families(networks: readonly Placed<ParsedNetwork>[]): string {
  return networks.map(({ value }) => `IPv${value.family}`).join(" and ");
}

function* checkOverlaps(network: DraftNetwork): Iterable<Finding> {
  const all = [
    ...network.subnets.map((placed) => ({ ...placed, what: "the hosts'" })),
    ...network.pods.map((placed) => ({ ...placed, what: "the pods'" })),
    ...network.services.map((placed) => ({ ...placed, what: "the Services'" })),
  ];
  for (const [index, later] of all.entries()) {
    for (const earlier of all.slice(0, index)) {
      const a = earlier.value;
      const b = later.value;
      if (earlier.what === later.what || a.family !== b.family || a.last < b.first || b.last < a.first)
        continue;
      yield finding(
        "network-overlap",
        later.path,
        `${later.what} network ${b.cidr} overlaps ${earlier.what} network ${a.cidr}`,
        `Choose another range for network.${later.path[1]}: packets to a shared address would go to the wrong place.`,
      );
    }
  }
}

function* checkSizes(network: DraftNetwork, draft: Draft): Iterable<Finding> {
  const nodes = draft.nodes.filter(hasKubelet).length;
  for (const { value, path } of network.pods) {
    const perNode = NODE_POD_PREFIX[value.family];
    const room = value.prefixLength > perNode ? 0 : 2 ** Math.min(perNode - value.prefixLength, 32);
    if (room < nodes || perNode - value.prefixLength > 16) {
      yield finding(
        "pod-network-too-small",
        path,
        room < nodes
          ? `the pods' network ${value.cidr} has room for ${room} ${room === 1 ? "node" : "nodes"} with a /${perNode} each, and ${nodes} ${nodes === 1 ? "runs" : "run"} pods`
          : `the pods' network ${value.cidr} is over 16 bits larger than the /${perNode} of a node, which Kubernetes refuses`,
        room < nodes
          ? "Choose a larger network: a smaller prefix length."
          : `Choose a /${perNode - 16} or a smaller network.`,
      );
    }
  }
  for (const { value, path } of network.services) {
    const hostBits = ADDRESS_BITS[value.family] - value.prefixLength;
    if (hostBits >= 4 && hostBits <= 20) continue;
    yield finding(
      "service-network-size",
      path,
      `the Services' network ${value.cidr} is too ${hostBits < 4 ? "small" : "large"}`,
      value.family === 4 ? "Choose a /12 to a /28." : "Choose a /108 to a /124.",
    );
  }
}
