import type { Family } from "../model/brand.ts";
import type { DistributionKind } from "../model/distribution.ts";
import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import type { ByLoadBalancer } from "../model/load-balancer.ts";
import { DEFAULT_PORTS, listenerOn } from "../model/port.ts";
import { lies, type ParsedAddress } from "../parse/address.ts";
import {
  type Draft,
  type DraftKubeMaster,
  type DraftNetwork,
  hasKubelet,
  isControlPlane,
  isEtcdMember,
} from "../parse/draft.ts";
import { edgeFinding, isEdge, isSpecial, specialFinding } from "./addresses.ts";

/** The VIP and its port. */
export function* checkApi(draft: Draft): Iterable<Finding> {
  yield* checkPorts(draft);
  const { kubeMaster, network } = draft;
  if (kubeMaster?.vip === undefined) return;
  yield* checkVipOwner(kubeMaster, draft);
  if (network !== undefined) yield* checkVipNetwork(kubeMaster, network);
  const { vip } = kubeMaster;
  for (const node of draft.nodes) {
    if (!hasKubelet(node) || node.addresses.length === 0) continue;
    if (node.addresses.some(({ value }) => value.family === vip.family)) continue;
    yield finding(
      "vip-family-missing",
      ["machines", node.name, "ip"],
      `the VIP ${vip.address} is IPv${vip.family}, and ${node.name} has no IPv${vip.family} address to reach it from`,
      "Give the node an address of that family, or the VIP one of the other.",
    );
  }
}

function* checkPorts({ kubeMaster, rest, distribution }: Draft): Iterable<Finding> {
  const api = kubeMaster?.spec.port;
  const ssh = rest?.ssh?.port;
  yield* checkPort(api, ["kubeMaster", "port"], distribution?.kind);
  yield* checkPort(ssh, ["ssh", "port"], distribution?.kind);
  if ((api ?? DEFAULT_PORTS.api) === (ssh ?? DEFAULT_PORTS.ssh)) {
    // Of the two, the one that somebody wrote.
    const path = api === undefined ? ["ssh", "port"] : ["kubeMaster", "port"];
    const other = api === undefined ? "the API" : "sshd";
    yield portConflict(path, ssh ?? DEFAULT_PORTS.ssh, other);
  }
}

function* checkPort(
  port: number | undefined,
  path: SpecPath,
  distribution: DistributionKind | undefined,
): Iterable<Finding> {
  if (port === undefined) return;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    yield finding("port-invalid", path, `${port} is no TCP port`, "Write a whole number from 1 to 65535.");
    return;
  }
  const taken = distribution === undefined ? undefined : listenerOn(port, distribution);
  if (taken !== undefined) yield portConflict(path, port, taken);
}

function portConflict(path: SpecPath, port: number, taken: string): Finding {
  return finding(
    "port-conflict",
    path,
    `port ${port} is already used by ${taken}`,
    `Choose another port: usual are ${DEFAULT_PORTS.api} for the API and ${DEFAULT_PORTS.ssh} for sshd.`,
  );
}

function* checkVipOwner(kubeMaster: DraftKubeMaster, draft: Draft): Iterable<Finding> {
  for (const machine of [...draft.nodes, ...draft.routers]) {
    if (!machine.addresses.some(({ value }) => value.address === kubeMaster.vip?.address)) continue;
    yield finding(
      "vip-is-machine",
      ["kubeMaster", "ip"],
      `the VIP ${kubeMaster.vip?.address} is ${machine.name}'s own address`,
      "The VIP moves between control plane nodes: give it an address that no machine has.",
    );
    return;
  }
  if (draft.network?.gateways.some(({ value }) => value.address === kubeMaster.vip?.address)) {
    yield finding(
      "vip-is-machine",
      ["kubeMaster", "ip"],
      `the VIP ${kubeMaster.vip?.address} is the gateway's own address`,
      "The VIP moves between control plane nodes: give it an address that no machine has.",
    );
  }
}

function* checkVipNetwork(kubeMaster: DraftKubeMaster, network: DraftNetwork): Iterable<Finding> {
  const { vip, loadBalancer } = kubeMaster;
  if (vip === undefined) return;
  const path = ["kubeMaster", "ip"];
  if (isSpecial(vip)) {
    yield specialFinding(vip.address, path, "the VIP");
    return;
  }
  for (const { value } of [...network.pods, ...network.services]) {
    if (!lies(vip, value)) continue;
    yield finding(
      "vip-in-cluster-network",
      path,
      `the VIP ${vip.address} lies in ${value.cidr}, which is the cluster's own`,
      "Choose an address that only the hosts' network routes.",
    );
  }
  const subnet = network.subnets.find(({ value }) => value.family === vip.family)?.value;
  if (network.subnets.length === 0) return;
  if (subnet !== undefined && lies(vip, subnet)) {
    if (isEdge(vip, subnet)) {
      yield edgeFinding(vip, path, subnet);
    }
  } else if (loadBalancer !== undefined) {
    yield* OUTSIDE_SUBNET[loadBalancer.kind](vip, network);
  }
}

/** What a VIP outside of the nodes' subnet means for what is to carry it. */
const OUTSIDE_SUBNET: ByLoadBalancer<(vip: ParsedAddress, network: DraftNetwork) => readonly Finding[]> = {
  // The routers are told where it is.
  bgp: () => [],
  // That there is a VIP at all is said already.
  none: () => [],
  arp: (vip, { subnets }) => [
    finding(
      "vip-outside-subnet",
      ["kubeMaster", "ip"],
      `the VIP ${vip.address} is outside ${subnets.map(({ value }) => value.cidr).join(" and ")}, and ARP reaches no further`,
      "Choose an address in network.subnet, or announce the VIP by bgp({ … }).",
    ),
  ],
};

/** Every control plane node must have an address of the family that each etcd member is reached by. */
export function* checkEtcdPath(draft: Draft): Iterable<Finding> {
  // One member of each family will do: were there a thousand, one finding a node is enough.
  const members = new Map<Family, string>();
  for (const member of draft.nodes.filter(isEtcdMember)) {
    const family = member.addresses[0]?.value.family;
    if (family !== undefined && !members.has(family)) members.set(family, member.name);
  }
  for (const node of draft.nodes) {
    if (node.addresses.length === 0 || !(isControlPlane(node) || isEtcdMember(node))) continue;
    for (const [family, member] of members) {
      if (node.addresses.some(({ value }) => value.family === family)) continue;
      yield finding(
        "etcd-unreachable",
        ["machines", node.name, "ip"],
        `${node.name} has no IPv${family} address, by which the etcd member ${member} is reached`,
        "Give both an address of the same family.",
      );
    }
  }
}
