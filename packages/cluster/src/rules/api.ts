import { type Finding, finding, quote } from "../model/finding.ts";
import { lies } from "../parse/address.ts";
import {
  type Draft,
  type DraftKubeMaster,
  type DraftNetwork,
  isControlPlane,
  isEtcdMember,
} from "../parse/draft.ts";
import { isEdge } from "./addresses.ts";

/** Ports that something on a control plane node listens on. From Kubernetes' "Ports and Protocols" page. */
const TAKEN_PORTS: ReadonlyMap<number, string> = new Map([
  [53, "CoreDNS"],
  [179, "BGP"],
  [2112, "kube-vip's metrics"],
  [2379, "etcd's clients"],
  [2380, "etcd's peers"],
  [10248, "the kubelet's health check"],
  [10249, "kube-proxy's metrics"],
  [10250, "the kubelet"],
  [10256, "kube-proxy's health check"],
  [10257, "the controller-manager"],
  [10259, "the scheduler"],
]);

/** The Service NodePorts' range: kube-apiserver's default. */
const NODE_PORTS = { first: 30000, last: 32767 } as const;

/** The VIP and its port. */
export function* checkApi(draft: Draft): Iterable<Finding> {
  yield* checkPorts(draft);
  const { kubeMaster, network } = draft;
  if (kubeMaster?.vip === undefined) return;
  yield* checkVipOwner(kubeMaster, draft);
  if (network !== undefined) yield* checkVipNetwork(kubeMaster, network);
  const { vip } = kubeMaster;
  for (const node of draft.nodes) {
    if (!isControlPlane(node) || node.addresses.length === 0) continue;
    if (node.addresses.some(({ value }) => value.family === vip.family)) continue;
    yield finding(
      "vip-family-missing",
      ["machines", node.name, "ip"],
      `the VIP ${vip.address} is IPv${vip.family}, and the control plane node ${node.name} has no IPv${vip.family} address`,
      "Give the node an address of that family, or the VIP one of the other.",
    );
  }
}

function* checkPorts(draft: Draft): Iterable<Finding> {
  const sshPort = draft.rest?.ssh?.port;
  for (const [path, port] of [
    [["kubeMaster", "port"], draft.kubeMaster?.spec.port],
    [["ssh", "port"], sshPort],
  ] as const) {
    if (port === undefined) continue;
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      yield finding("port-invalid", path, `${port} is no TCP port`, "Write a whole number from 1 to 65535.");
      continue;
    }
    const taken =
      TAKEN_PORTS.get(port) ??
      (port >= NODE_PORTS.first && port <= NODE_PORTS.last ? "Services of type NodePort" : undefined) ??
      (path[0] === "kubeMaster" && port === (sshPort ?? 22) ? "sshd" : undefined);
    if (taken !== undefined) {
      yield finding(
        "port-conflict",
        path,
        `port ${port} is already used by ${taken}`,
        "Choose another port; 6443 is usual for the API.",
      );
    }
  }
}

function* checkVipOwner(kubeMaster: DraftKubeMaster, draft: Draft): Iterable<Finding> {
  for (const machine of [...draft.nodes, ...draft.routers]) {
    if (!machine.addresses.some(({ value }) => value.address === kubeMaster.vip?.address)) continue;
    yield finding(
      "vip-is-machine",
      ["kubeMaster", "ip"],
      `the VIP ${quote(kubeMaster.spec.ip)} is ${machine.name}'s own address`,
      "The VIP moves between control plane nodes: give it an address that no machine has.",
    );
  }
}

function* checkVipNetwork(kubeMaster: DraftKubeMaster, network: DraftNetwork): Iterable<Finding> {
  const { vip, spec } = kubeMaster;
  if (vip === undefined) return;
  const path = ["kubeMaster", "ip"];
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
      yield finding(
        "address-not-usable",
        path,
        `the VIP ${vip.address} is the first or the broadcast address of ${subnet.cidr}`,
        "Choose an address between them.",
      );
    }
  } else if (spec.loadBalancer.kind === "arp") {
    yield finding(
      "vip-outside-subnet",
      path,
      `the VIP ${vip.address} is outside ${network.subnets.map(({ value }) => value.cidr).join(" and ")}, and ARP reaches no further`,
      "Choose an address in network.subnet, or announce the VIP by bgp({ … }).",
    );
  }
}

/** Every control plane node must have an address of the family that each etcd member is reached by. */
export function* checkEtcdPath(draft: Draft): Iterable<Finding> {
  for (const member of draft.nodes.filter(isEtcdMember)) {
    const family = member.addresses[0]?.value.family;
    if (family === undefined) continue;
    for (const node of draft.nodes) {
      if (node.addresses.length === 0 || !(isControlPlane(node) || isEtcdMember(node))) continue;
      if (node.addresses.some(({ value }) => value.family === family)) continue;
      yield finding(
        "etcd-unreachable",
        ["machines", node.name, "ip"],
        `${node.name} has no IPv${family} address, by which the etcd member ${member.name} is reached`,
        "Give both an address of the same family.",
      );
    }
  }
}
