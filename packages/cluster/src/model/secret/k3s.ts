import { REGISTRY_LOGINS } from "../certificate-folder.ts";
import type { Cluster, Node } from "../cluster.ts";
import type { SecretReader } from "./reader.ts";
import type { Secret, SecretMode } from "./secret.ts";

const onServer = (_: Cluster, { roles }: Node): boolean => roles.controlPlane;
const founds = ({ distribution }: Cluster, { roles }: Node): boolean =>
  roles.controlPlane && distribution.kind === "k3s" && distribution.authorities === "own";
const onAgent = (_: Cluster, { roles }: Node): boolean => roles.kubelet && !roles.controlPlane;

/** Everything of k3s that reads secrets on a host. */
export const K3S_READERS = {
  server: { name: "k3s", kind: "service", runsOn: onServer },
  /** The same when it founds a cluster: it takes our authorities then. Whoever joins is given them by a server. */
  founder: { name: "k3s", kind: "service", runsOn: founds },
  agent: { name: "k3s", kind: "service", runsOn: onAgent },
  /** Either of the two where it logs in to registries. */
  puller: {
    name: "k3s",
    kind: "service",
    runsOn: ({ distribution }, { roles }) =>
      roles.kubelet && distribution.kind === "k3s" && distribution.logins.length > 0,
  },
  kubeVip: {
    name: "kube-vip",
    kind: "pod",
    runsOn: ({ api }, { roles }) => roles.controlPlane && api.vip !== undefined,
  },
} as const satisfies Readonly<Record<string, SecretReader>>;

const READ_BY = K3S_READERS;

/** What k3s signs with an authority of its own each: none of the five knows the others. */
export const K3S_AUTHORITIES = ["server", "client", "request-header", "etcd-server", "etcd-peer"] as const;

/** Signs certificates on every server, by k3s' own design. */
export type K3sIssuerName = `k3s-${(typeof K3S_AUTHORITIES)[number]}-ca`;

/** Signs one issuer, and stays with the operator. */
export type K3sRootName = `k3s-${(typeof K3S_AUTHORITIES)[number]}-root`;

/**
 * The secrets of a host that runs k3s. k3s itself issues whatever serves there, and the certificate that a server is
 * asked with on its own host.
 */
export const K3S_SECRETS = [
  // By it a server knows whom it joins, whoever has made it.
  ...issuer("k3s-server-ca", [READ_BY.server, READ_BY.kubeVip]),
  ...issuer("k3s-client-ca"),
  ...issuer("k3s-request-header-ca"),
  ...issuer("k3s-etcd-server-ca"),
  ...issuer("k3s-etcd-peer-ca"),
  shared("k3s-service.key", "0600", [READ_BY.founder]),
  shared("k3s-server-token", "0600", [READ_BY.server]),
  shared("k3s-agent-token", "0600", [READ_BY.server, READ_BY.agent]),
  shared(REGISTRY_LOGINS, "0600", [READ_BY.puller]),
  // kube-vip drops every capability, so only a file of its own user, root, is readable to it.
  leaf("kube-vip", READ_BY.kubeVip),
] as const satisfies readonly Secret[];

/** What a server signs with; `readBy`: who reads its certificate. */
function issuer<const Name extends K3sIssuerName>(name: Name, readBy: Secret["readBy"] = [READ_BY.founder]) {
  return [
    { origin: { kind: "authority", name }, owner: "root", readBy },
    { origin: { kind: "authority-key", name }, owner: "root", readBy: [READ_BY.founder] },
  ] as const satisfies readonly Secret[];
}

function shared<const File extends string>(file: File, mode: SecretMode, readBy: Secret["readBy"]) {
  return { origin: { kind: "shared", file, mode }, owner: "root", readBy } as const;
}

function leaf<const Name extends string>(name: Name, reader: SecretReader) {
  return { origin: { kind: "leaf", name }, owner: "root", readBy: [reader] } as const;
}
