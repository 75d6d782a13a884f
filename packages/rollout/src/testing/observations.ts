import { arp, type Cluster, defineCluster, k3s, node } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import type { DesiredNode } from "../desired.ts";
import { ETCD_UNKNOWN, type EtcdSeen, type ListedMember } from "../observe/etcd-seen.ts";
import type { EtcdStatus } from "../observe/host/etcd-status.ts";
import { type HostFacts, NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { NodeObject } from "../observe/kubernetes/node-object.ts";
import type { InstalledObservation } from "../observe/observation.ts";
import { parseStorePath, type StorePath } from "../store-path.ts";

/** For tests: etcd on machines of its own, two masters of which one is a member too, a worker, a router. */
export function testCluster(): Cluster {
  const common = { interface: "eth0" };
  return resolvedCluster(
    defineCluster({
      name: "test",
      kubeMaster: { ip: "10.0.0.100", loadBalancer: arp() },
      network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["1.1.1.1"] },
      machines: {
        gate: { kind: "router", ip: "10.0.0.1", asn: undefined },
        db1: node({ ...common, ip: "10.0.0.21", disk: "/dev/sda", services: ["etcd"] }),
        db2: node({ ...common, ip: "10.0.0.22", disk: "/dev/sda", services: ["etcd"] }),
        master1: node({ ...common, ip: "10.0.0.11", disk: "/dev/sda", services: ["kubernetes", "etcd"] }),
        master2: node({ ...common, ip: "10.0.0.12", disk: "/dev/sda", services: ["kubernetes"] }),
        worker1: node({ ...common, ip: "10.0.0.31", disk: "/dev/sda", services: ["worker"] }),
      },
    }),
  );
}

/** For tests: three servers of k3s', an agent. */
export function testServers(): Cluster {
  const common = { interface: "eth0", disk: "/dev/sda" } as const;
  const server = (ip: string) => node({ ...common, ip, services: ["kubernetes", "etcd"] });
  return resolvedCluster(
    defineCluster({
      name: "test",
      distribution: k3s(),
      kubeMaster: { ip: "10.0.0.100", loadBalancer: arp() },
      network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["1.1.1.1"] },
      machines: {
        server1: server("10.0.0.11"),
        server2: server("10.0.0.12"),
        server3: server("10.0.0.13"),
        agent1: node({ ...common, ip: "10.0.0.31", services: ["worker"] }),
      },
    }),
  );
}

/** For tests: a Node of which nothing is said but its name, and `changes`. */
export function testNodeObject(name: string, changes: Partial<NodeObject> = {}): NodeObject {
  return {
    name,
    conditions: {},
    cordoned: false,
    annotations: {},
    labels: {},
    taints: [],
    podCidrs: [],
    kubeletVersion: "v1.36.3",
    bootId: "",
    ...changes,
  };
}

/** For tests: a store path that ends with `name`. */
export function testPath(name: string): StorePath {
  const path = parseStorePath(`/nix/store/${"0".repeat(32)}-${name}`);
  if (path === undefined) throw new Error(`not a name of a store path: ${name}`);
  return path;
}

/** For tests: what every node of a cluster should be, with two files each. */
export function testDesired(cluster: Cluster): readonly DesiredNode[] {
  return cluster.nodes.map((node) => ({
    node,
    distribution: cluster.distribution.kind,
    closure: testPath(`${node.name}-new`),
    diskoScript: testPath(`${node.name}-disko`),
    fingerprint: "f".repeat(64),
    secrets: [
      { file: "a.crt", owner: "root", mode: "0644", digest: "a".repeat(64) },
      { file: "a.key", owner: "etcd", mode: "0600", digest: "b".repeat(64) },
    ],
  }));
}

const testMembers: readonly ListedMember[] = testCluster().etcd.members.map(({ name, peerUrl }, index) => ({
  id: `a${index}`,
  name,
  peerUrls: [peerUrl],
  started: true,
  learner: false,
}));

/** For tests: what a member of a running etcd of the test's cluster tells of it; `change` says who differs how. */
export function testEtcd(change: { readonly [name: string]: Partial<ListedMember> } = {}): EtcdSeen {
  const members = testMembers.map((member) => ({ ...member, ...change[member.name] }));
  return { data: "yes", joining: false, membership: { clusterId: "c1", members } };
}

/** For tests: a machine that is what `desired` says, but for `changes`. */
export function testInstalled(
  desired: DesiredNode,
  changes: Partial<InstalledObservation> = {},
): InstalledObservation {
  return {
    kind: "installed",
    node: desired.node.name,
    currentSystem: desired.closure,
    profile: desired.closure,
    fingerprint: desired.fingerprint,
    secrets: Object.fromEntries(desired.secrets.map(({ file, digest }) => [file, digest])),
    unread: [],
    etcdRunning: desired.node.roles.etcd,
    etcd: desired.node.roles.etcd ? testEtcd() : ETCD_UNKNOWN,
    activation: "idle",
    confirmed: { closure: desired.closure, fingerprint: desired.fingerprint },
    clock: known({ least: -0.1, most: 0.1 }),
    facts: NO_FACTS,
    ...changes,
  };
}

/** For tests: the facts of a member of etcd that serves, and nothing else. */
export const TEST_SERVES: HostFacts = { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, healthy: known(true) } };

/** For tests: what a member of etcd tells of itself, which leads, and is all that it should be. */
export const TEST_STATUS: EtcdStatus = {
  clusterId: "c",
  memberId: "a0",
  leader: "a0",
  term: 1,
  raftIndex: 1,
  appliedIndex: 1,
  version: "3.6.0",
  storageVersion: "",
  size: 1,
  sizeInUse: 1,
  quota: undefined,
  learner: false,
  errors: [],
};
