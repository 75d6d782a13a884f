import { isIP } from "node:net";
import { apiNames, type Cluster, type Node } from "@quorate/cluster";
import { normalizeIp } from "ip-bigint";

/** Subject alternative names, sorted and without duplicates. */
export interface AlternativeNames {
  readonly dns: readonly string[];
  readonly ips: readonly string[];
}

/** No names at all: a client's. */
export const NO_NAMES: AlternativeNames = { dns: [], ips: [] };

/** A node by its name and addresses of all families. */
export function namesOfNode(node: Node): AlternativeNames {
  return namesFrom([node.name, ...node.addresses.map(({ address }) => address)]);
}

/** The API server on `node`: by every name and address that a client inside or outside may use. */
export function namesOfApiserver(cluster: Cluster, node: Node): AlternativeNames {
  const { api, network } = cluster;
  return namesFrom([
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    `kubernetes.default.svc.${network.domain}`,
    "localhost",
    "127.0.0.1",
    node.name,
    ...node.addresses.map(({ address }) => address),
    ...apiNames(api),
    ...network.apiServiceAddresses,
  ]);
}

/** The etcd member on `node`, as others reach it and as it reaches itself. */
export function namesOfEtcd(node: Node): AlternativeNames {
  return namesFrom([
    node.name,
    ...node.addresses.map(({ address }) => address),
    "localhost",
    "127.0.0.1",
    "::1",
  ]);
}

/** Sorts names from addresses. Deterministic: the order in `texts` does not matter. */
export function namesFrom(texts: readonly string[]): AlternativeNames {
  const ips = texts.filter((text) => isIP(text) !== 0).map((text) => normalizeIp(text, { hexify: true }));
  const dns = texts.filter((text) => isIP(text) === 0);
  return { dns: [...new Set(dns)].sort(), ips: [...new Set(ips)].sort() };
}
