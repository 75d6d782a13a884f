import { describe, expect, test } from "vitest";
import { ETCD_UNKNOWN, type EtcdSeen } from "../observe/etcd-seen.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import type { Json } from "../observe/json.ts";
import { known } from "../observe/known.ts";
import { testCluster, testDesired, testInstalled, testServers } from "../testing/observations.ts";
import { refuseSlowChanges } from "./slow-change.ts";

const [found] = testDesired(testCluster());
if (found === undefined) throw new Error("no node");
const target = {
  ...found,
  secrets: [
    { file: "kubernetes-ca.crt", owner: "root", mode: "0644", digest: "a".repeat(64) },
    { file: "service-account.pub", owner: "root", mode: "0644", digest: "b".repeat(64) },
    { file: "etcd-peer.crt", owner: "etcd", mode: "0644", digest: "c".repeat(64) },
  ],
} as const;

const wanted = {
  quorate: { node: { cluster: "home" } },
  services: {
    flannel: { backend: { Type: "vxlan" } },
    etcd: { initialAdvertisePeerUrls: ["https://10.0.0.11:2380"], initialClusterToken: "home" },
    kubernetes: {
      apiserver: { serviceClusterIpRange: "10.96.0.0/16", securePort: 6443 },
      clusterCidr: "10.244.0.0/16",
      kubelet: { clusterDomain: "cluster.local", nodeIp: "10.0.0.11" },
    },
  },
  system: { stateVersion: "26.05" },
};

const refusals = (options: Json | undefined, secrets: { readonly [file: string]: string } = {}) =>
  refuseSlowChanges(
    [target],
    [
      testInstalled(target, {
        facts: options === undefined ? NO_FACTS : { ...NO_FACTS, options: known(options) },
        secrets: { ...testInstalled(target).secrets, ...secrets },
      }),
    ],
    () => wanted,
  );

describe("a change that takes several passes", () => {
  const { services } = wanted;
  const { kubernetes } = services;
  const kubernetesWith = (more: object) => ({
    ...wanted,
    services: { ...services, kubernetes: { ...kubernetes, ...more } },
  });
  test.each<[string, Json, string]>([
    ["pods", kubernetesWith({ clusterCidr: "10.1.0.0/16" }), "network-changed"],
    ["Services", kubernetesWith({ apiserver: { serviceClusterIpRange: "10.2.0.0/16" } }), "network-changed"],
    ["domain", kubernetesWith({ kubelet: { ...kubernetes.kubelet, clusterDomain: "x" } }), "network-changed"],
    ["kind of pod network", { ...wanted, services: { ...services, flannel: undefined } }, "network-changed"],
    ["API's port", kubernetesWith({ apiserver: { securePort: 8443 } }), "network-changed"],
    [
      "address",
      kubernetesWith({ kubelet: { ...kubernetes.kubelet, nodeIp: "10.0.0.9" } }),
      "address-changed",
    ],
    [
      "peer",
      { ...wanted, services: { ...services, etcd: { initialAdvertisePeerUrls: ["https://10.0.0.9:2380"] } } },
      "address-changed",
    ],
    ["name", { ...wanted, quorate: { node: { cluster: "other" } } }, "identity-changed"],
    [
      "token",
      { ...wanted, services: { ...services, etcd: { ...services.etcd, initialClusterToken: "other" } } },
      "identity-changed",
    ],
    ["stateVersion", { ...wanted, system: { stateVersion: "25.11" } }, "identity-changed"],
  ])("%s is refused, with what it takes", (_, before, code) => {
    expect(refusals(before).map((one) => one.code)).toEqual([code]);
    expect(refusals(before)[0]?.hint).toMatch(/^Set it back/);
  });

  test.each([["kubernetes-ca.crt"], ["service-account.pub"]])(
    "%s is one, and its digest is never said",
    (file) => {
      const told = refusals(undefined, { [file]: "d".repeat(64) });
      expect(told.map(({ code }) => code)).toEqual(["authority-changed"]);
      expect(JSON.stringify(told)).not.toMatch(/[0-9a-f]{64}/);
    },
  );

  describe("of a cluster's, where a master that is not deployed to runs with something else", () => {
    const other = testDesired(testCluster()).find(({ node }) => node.name === "master1");
    if (other === undefined) throw new Error("no master");
    const bare = { kind: "bare", node: target.node.name, reason: "not-nixos" } as const;
    const beside = (options: Json, targets = [target]) =>
      refuseSlowChanges(
        targets,
        [bare, testInstalled(other, { facts: { ...NO_FACTS, options: known(options) } })],
        () => wanted,
      );

    test("is refused, also for a machine that is new", () => {
      const told = beside(kubernetesWith({ apiserver: { serviceClusterIpRange: "10.2.0.0/16" } }));
      expect(told.map(({ code, where }) => [code, where])).toEqual([["network-changed", "master1"]]);
      expect(told[0]?.message).toContain("(10.2.0.0/16 there, 10.96.0.0/16 in machines.ts)");
    });

    test("is not where that is the node's alone, nothing differs, or nobody is deployed to", () => {
      const moved = kubernetesWith({ kubelet: { ...kubernetes.kubelet, nodeIp: "10.0.0.9" } });
      expect(beside({ ...moved, system: { stateVersion: "25.11" } })).toEqual([]);
      expect(beside(wanted)).toEqual([]);
      expect(beside(kubernetesWith({ clusterCidr: "10.1.0.0/16" }), [])).toEqual([]);
    });
  });

  test("is none where nothing of that differs, or it is not known", () => {
    expect(refusals(wanted)).toEqual([]);
    expect(refusals({})).toEqual([]);
    expect(refusals(undefined)).toEqual([]);
    // A renewed certificate is an ordinary change.
    expect(refusals(wanted, { "etcd-peer.crt": "e".repeat(64) })).toEqual([]);
    expect(
      refuseSlowChanges(
        [target],
        [{ kind: "bare", node: target.node.name, reason: "not-nixos" }],
        () => wanted,
      ),
    ).toEqual([]);
  });
});

describe("of a server of k3s'", () => {
  const [server] = testDesired(testServers());
  if (server === undefined) throw new Error("no server");
  const settings = {
    "cluster-cidr": "10.42.0.0/16",
    "service-cidr": "10.43.0.0/16",
    "cluster-domain": "cluster.local",
    "flannel-backend": "vxlan",
    "https-listen-port": 6443,
    "secrets-encryption": true,
  };
  const runs = (change: object = {}, nodeIP = "10.0.0.11") => ({
    quorate: { k3s: { settings: { ...settings, ...change } } },
    services: { k3s: { nodeIP } },
  });
  const digests = { "k3s-server-token": "a".repeat(64), "k3s-server-ca.crt": "b".repeat(64) };
  const secrets = Object.entries(digests).map(([file, digest]) => ({
    file,
    owner: "root" as const,
    mode: "0600" as const,
    digest,
  }));
  const refused = (
    options: Json | undefined,
    there: { readonly [file: string]: string } = {},
    data: EtcdSeen["data"] = "yes",
  ) =>
    refuseSlowChanges(
      [{ ...server, secrets }],
      [
        testInstalled(server, {
          facts: options === undefined ? NO_FACTS : { ...NO_FACTS, options: known(options) },
          secrets: { ...digests, ...there },
          etcd: { ...ETCD_UNKNOWN, data },
        }),
      ],
      () => runs(),
    );

  test.each<[string, Json, string]>([
    ["pods", runs({ "cluster-cidr": "10.1.0.0/16" }), "network-changed"],
    ["Services", runs({ "service-cidr": "10.2.0.0/16" }), "network-changed"],
    ["domain", runs({ "cluster-domain": "x" }), "network-changed"],
    ["kind of pod network", runs({ "flannel-backend": "none" }), "network-changed"],
    ["API's port", runs({ "https-listen-port": 8443 }), "network-changed"],
    ["address", runs({}, "10.0.0.9"), "address-changed"],
    ["encryption", runs({ "secrets-encryption": false }), "flags-changed"],
  ])("%s is refused, with what it takes", (_, before, code) => {
    expect(refused(before).map((one) => one.code)).toEqual([code]);
    expect(refused(before)[0]?.hint).toMatch(/^Set (it|encryptSecrets) back/);
  });

  test.each([
    ["k3s-server-token", "token-changed", "quorate genCerts <folder> --new-tokens"],
    ["k3s-server-ca.crt", "authority-changed", "k3s certificate rotate-ca"],
  ])("%s is one where it has data, and its digest is never said", (file, code, way) => {
    const another = { [file]: "d".repeat(64) };
    for (const data of ["yes", "unknown"] as const) {
      const told = refused(undefined, another, data);
      expect(told.map((one) => one.code)).toEqual([code]);
      expect(told[0]?.hint).toContain(way);
      expect(JSON.stringify(told)).not.toMatch(/[0-9a-f]{64}/);
    }
    // Before its first start nothing was made of them.
    expect(refused(undefined, another, "no")).toEqual([]);
  });

  test("a token that others have as it is wanted was changed on the host itself, and goes back there", () => {
    const [, other] = testDesired(testServers());
    if (other === undefined) throw new Error("no other server");
    const etcd = { ...ETCD_UNKNOWN, data: "yes" } as const;
    const seen = (one: typeof server, token: string) =>
      testInstalled(one, { secrets: { ...digests, "k3s-server-token": token }, etcd });
    const told = (own: string, others: string) =>
      refuseSlowChanges([{ ...server, secrets }], [seen(server, own), seen(other, others)], () => runs());
    const [wanted, another] = ["a".repeat(64), "d".repeat(64)];
    expect(told(another, wanted)[0]?.hint).toContain(
      `is what ${other.node.name} has: copy hosts/${server.node.name}/k3s-server-token`,
    );
    expect(told(another, another)[0]?.hint).toMatch(/^Put the old one back/);
    expect(told(wanted, another)).toEqual([]);
  });

  test("is none where nothing of that differs, or it is not known", () => {
    expect([...refused(runs()), ...refused({}), ...refused(undefined)]).toEqual([]);
    // Another way from node to node is a flag that servers agree on.
    expect(refused(runs({ "flannel-backend": "host-gw" }))).toEqual([]);
  });
});
