import { urlHost } from "./model/address.ts";
import type { HostName } from "./model/brand.ts";
import type {
  ApiEndpoint,
  Cluster,
  EscapeHatchValues,
  EtcdMember,
  Network,
  Node,
  Router,
} from "./model/cluster.ts";
import type { Finding } from "./model/finding.ts";
import { DEFAULT_PORTS, PORTS } from "./model/port.ts";
import { addressAt, type ParsedNetwork } from "./parse/address.ts";
import {
  type Draft,
  type DraftKubeMaster,
  type DraftNetwork,
  type DraftNode,
  hasKubelet,
  isControlPlane,
  isEtcdMember,
  isSchedulable,
  type Placed,
} from "./parse/draft.ts";
import type { Readable } from "./parse/part.ts";
import { readDraft } from "./parse/read-draft.ts";
import type { ParsedRest } from "./parse/schema.ts";
import { resolveCni } from "./resolve/cni.ts";
import { resolveDistribution } from "./resolve/distribution.ts";
import { resolveHealth } from "./resolve/health.ts";
import { resolveLoadBalancer } from "./resolve/load-balancer.ts";
import { plainAddress } from "./resolve/plain-address.ts";
import { present } from "./resolve/present.ts";
import { resolveRollout } from "./resolve/rollout.ts";
import { checkAll } from "./rules/all.ts";

/** What came of a definition: a cluster (with warnings at most), or errors (with all other findings). */
export type Resolution =
  | { readonly ok: true; readonly cluster: Cluster; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Checks a definition and resolves it to the model: defaults filled in, references followed. Never throws:
 * whatever is wrong is a finding, and all of them are returned together.
 */
export function resolveCluster(definition: unknown): Resolution {
  const { draft, findings: shape } = readDraft(definition);
  const findings = [...shape, ...checkAll(draft)];
  const { rest, kubeMaster, network } = draft;
  if (
    findings.some(({ severity }) => severity === "error") ||
    rest === undefined ||
    kubeMaster === undefined ||
    network === undefined
  ) {
    return { ok: false, findings };
  }
  return { ok: true, cluster: buildCluster(draft, rest, kubeMaster, network), findings };
}

function buildCluster(
  draft: Draft,
  rest: Readable<ParsedRest>,
  kubeMaster: DraftKubeMaster,
  network: DraftNetwork,
): Cluster {
  const nodes = draft.nodes.map((node) => buildNode(node, draft, network));
  const routers = draft.routers.map(
    ({ name, spec, addresses }): Router => ({
      kind: "router",
      name: name as HostName,
      addresses: addresses.map(({ value }) => plainAddress(value)),
      asn: spec.asn,
    }),
  );
  return {
    name: present(rest.name),
    distribution: resolveDistribution(rest.distribution),
    api: buildApi(kubeMaster, nodes),
    loadBalancer: resolveLoadBalancer(present(kubeMaster.loadBalancer), draft),
    network: buildNetwork(network),
    etcd: {
      members: nodes.filter(({ roles }) => roles.etcd).map(buildMember),
      token: `quorate-${rest.name}`,
    },
    nodes,
    routers,
    ssh: {
      authorizedKeys: [...new Set(rest.ssh?.authorizedKeys ?? [])].sort(),
      port: rest.ssh?.port ?? DEFAULT_PORTS.ssh,
    },
    encryptSecrets: rest.encryptSecrets ?? true,
    stateVersion: rest.stateVersion ?? "26.05",
    rollout: resolveRollout(rest.rollout),
    health: resolveHealth(rest.health),
    escapeHatch: buildEscapeHatch(rest),
  };
}

function buildApi({ spec, vip }: DraftKubeMaster, nodes: readonly Node[]): ApiEndpoint {
  const server = () => present(nodes.find(({ roles }) => roles.controlPlane)).addresses[0];
  const host = vip === undefined ? (spec.dnsName ?? urlHost(server())) : urlHost(vip);
  const port = spec.port ?? DEFAULT_PORTS.api;
  return {
    vip: vip?.address,
    vipFamily: vip?.family,
    port,
    url: `https://${host}:${port}`,
    dnsName: spec.dnsName,
    extraSans: spec.extraSans ?? [],
  };
}

function buildNetwork({ spec, subnets, pods, services, gateways, nameservers }: DraftNetwork): Network {
  const networks = (placed: readonly Placed<ParsedNetwork>[]) =>
    placed.map(({ value: { cidr, family, prefixLength } }) => ({ cidr, family, prefixLength }));
  const used = subnets.flatMap(({ value }) =>
    gateways.filter((gateway) => gateway.value.family === value.family),
  );
  return {
    subnets: networks(subnets),
    gateways: used.map(({ value }) => plainAddress(value)),
    nameservers: nameservers.map(({ value }) => value.address),
    pods: networks(pods),
    services: networks(services),
    apiServiceAddresses: services.map(({ value }) => addressAt(value, 1)),
    dnsAddress: addressAt(present(services[0]).value, 10),
    domain: spec.domain ?? "cluster.local",
    cni: resolveCni(spec.cni),
  };
}

const CONTROL_PLANE_TAINT = "node-role.kubernetes.io/control-plane";
const UNSCHEDULABLE_TAINT = "node.kubernetes.io/unschedulable";

function buildNode(node: DraftNode, draft: Draft, network: DraftNetwork): Node {
  const { name, spec } = node;
  const [primary, ...others] = node.addresses.map(({ value: { address, family } }) => ({
    address,
    family,
    prefixLength: present(network.subnets.find((subnet) => subnet.value.family === family)).value
      .prefixLength,
  }));
  const addresses: Node["addresses"] = [present(primary), ...others];
  const schedulable = isSchedulable(node, draft);
  const controlPlane = isControlPlane(node);
  const taints = (spec.taints ?? []).map(({ key, value = "", effect }) => ({ key, value, effect }));
  if (hasKubelet(node) && !schedulable) {
    const key = controlPlane ? CONTROL_PLANE_TAINT : UNSCHEDULABLE_TAINT;
    const written = taints.some((taint) => taint.key === key && taint.effect === "NoSchedule");
    if (!written) taints.push({ key, value: "", effect: "NoSchedule" });
  }
  return {
    kind: "node",
    name: name as HostName,
    addresses,
    address: addresses[0].address,
    interface: present(spec.interface),
    disk: present(spec.disk),
    boot: spec.boot ?? "uefi",
    system: spec.system ?? "x86_64-linux",
    roles: { etcd: isEtcdMember(node), controlPlane, kubelet: hasKubelet(node) },
    schedulable,
    offline: node.spec.offline ?? false,
    hostKey: spec.hostKey,
    labels: spec.labels ?? {},
    taints: taints.sort((a, b) => compare(a.key, b.key) || compare(a.effect, b.effect)),
    escapeHatch: buildEscapeHatch(spec),
  };
}

function buildMember({ name, addresses }: Node): EtcdMember {
  const { address, family } = addresses[0];
  const host = urlHost({ address, family });
  const { etcdClient, etcdPeer } = PORTS;
  return {
    name,
    address,
    family,
    clientUrl: `https://${host}:${etcdClient.port}`,
    peerUrl: `https://${host}:${etcdPeer.port}`,
  };
}

function buildEscapeHatch(spec: { nixos?: unknown; nixosUnchecked?: unknown }): EscapeHatchValues {
  // checkEscapeHatch has seen that both hold plain data.
  return {
    nixos: (spec.nixos ?? {}) as EscapeHatchValues["nixos"],
    nixosUnchecked: (spec.nixosUnchecked ?? {}) as EscapeHatchValues["nixosUnchecked"],
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
