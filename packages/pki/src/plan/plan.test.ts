import { ADMIN_GROUP, type Cluster, secretFilesOfNode } from "@quorate/cluster";
import { clusterOf } from "@quorate/cluster/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LeafPlan, subjectText } from "./leaf.ts";
import { planCertificates } from "./plan.ts";

const leaf = (cluster: Cluster, id: string): LeafPlan => {
  const found = planCertificates(cluster).leaves.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no leaf ${id}`);
  return found;
};

describe("planCertificates", () => {
  const cluster = clusterOf(
    { stacked: 3, workers: 1 },
    { dualStack: true, dnsName: "api.example.com", extraSans: ["kube.example.com", "192.0.2.7"] },
  );

  it.each([
    ["operator/admin", "kubernetes-ca", `O=${ADMIN_GROUP}, CN=kubernetes-admin`, "client"],
    ["operator/break-glass", "kubernetes-ca", "O=system:masters, CN=kubernetes-super-admin", "client"],
    ["operator/etcd-healthcheck-client", "etcd-ca", "CN=kube-etcd-healthcheck-client", "client"],
    ["hosts/node1/apiserver", "kubernetes-ca", "CN=kube-apiserver", "server"],
    ["hosts/node1/apiserver-kubelet-client", "kubernetes-ca", "CN=kube-apiserver-kubelet-client", "client"],
    ["hosts/node1/apiserver-etcd-client", "etcd-ca", "CN=kube-apiserver-etcd-client", "client"],
    ["hosts/node1/front-proxy-client", "front-proxy-ca", "CN=front-proxy-client", "client"],
    ["hosts/node1/controller-manager", "kubernetes-ca", "CN=system:kube-controller-manager", "client"],
    ["hosts/node1/scheduler", "kubernetes-ca", "CN=system:kube-scheduler", "client"],
    ["hosts/node1/bootstrap", "kubernetes-ca", "O=system:masters, CN=quorate-bootstrap", "client"],
    ["hosts/node1/kube-vip", "kubernetes-ca", "CN=kube-vip", "client"],
    ["hosts/node1/etcd-server", "etcd-ca", "CN=node1", "server,client"],
    ["hosts/node1/etcd-peer", "etcd-ca", "CN=node1", "server,client"],
    ["hosts/node1/etcd-healthcheck-client", "etcd-ca", "CN=kube-etcd-healthcheck-client", "client"],
    ["hosts/node4/kubelet-client", "kubernetes-ca", "O=system:nodes, CN=system:node:node4", "client"],
    ["hosts/node4/kubelet-server", "kubernetes-ca", "O=system:nodes, CN=system:node:node4", "server"],
    ["hosts/node4/kube-proxy", "kubernetes-ca", "CN=system:kube-proxy", "client"],
    ["hosts/node4/flannel-client", "kubernetes-ca", "CN=flannel-client", "client"],
  ])("%s is signed by %s as %s for %s", (id, authority, subject, usages) => {
    const found = leaf(cluster, id);
    expect([found.authority, subjectText(found), found.usages.join()]).toEqual([authority, subject, usages]);
  });

  it("names the API server by every way to reach it", () => {
    const { dns, ips } = leaf(cluster, "hosts/node1/apiserver");
    expect(dns).toEqual([
      "api.example.com",
      "kube.example.com",
      "kubernetes",
      "kubernetes.default",
      "kubernetes.default.svc",
      "kubernetes.default.svc.cluster.local",
      "localhost",
      "node1",
    ]);
    expect(ips).toEqual(
      [
        "10.0.1.0",
        "10.0.255.100",
        "10.96.0.1",
        "127.0.0.1",
        "192.0.2.7",
        "fd00:10:96::1",
        "fd12::100",
      ].sort(),
    );
  });

  it.each(["etcd-server", "etcd-peer"])("names %s by host, loopback and all addresses", (name) => {
    const { dns, ips } = leaf(cluster, `hosts/node2/${name}`);
    expect(dns).toEqual(["localhost", "node2"]);
    expect(ips).toEqual(["10.0.1.1", "127.0.0.1", "::1", "fd12::101"]);
  });

  it("names a kubelet by host and addresses alone, and a client by nothing", () => {
    const { dns, ips } = leaf(cluster, "hosts/node4/kubelet-server");
    expect([dns, ips]).toEqual([["node4"], ["10.0.1.3", "fd12::103"]]);
    const clients = planCertificates(cluster).leaves.filter(({ usages }) => usages.join() === "client");
    expect(clients.length).toBeGreaterThan(20);
    expect(clients.filter((client) => client.dns.length + client.ips.length > 0)).toEqual([]);
  });

  it("knows hosts by the names that ssh looks up", () => {
    expect(planCertificates(cluster).knownHosts[0]?.names).toEqual(["10.0.1.0", "fd12::100", "node1"]);
    const elsewhere = clusterOf({ stacked: 1 }, { sshPort: 2222 });
    expect(planCertificates(elsewhere).knownHosts[0]?.names).toEqual(["[10.0.1.0]:2222", "[node1]:2222"]);
  });
});

const topology = fc
  .record({
    stacked: fc.constantFrom(0, 1, 3, 5),
    etcdOnly: fc.constantFrom(0, 1, 3),
    masters: fc.integer({ min: 0, max: 3 }),
    workers: fc.integer({ min: 0, max: 8 }),
    dualStack: fc.boolean(),
    encryptSecrets: fc.boolean(),
  })
  .filter(({ stacked, etcdOnly, masters }) => stacked + masters > 0 && (stacked + etcdOnly) % 2 === 1)
  .map(({ dualStack, encryptSecrets, ...shape }) => clusterOf(shape, { dualStack, encryptSecrets }));

describe("a plan of any topology", () => {
  it("gives each node exactly the files that its host expects", () => {
    fc.assert(
      fc.property(topology, (cluster) => {
        const { files, leaves, copies, sshKeys, authorizedKeys } = planCertificates(cluster);
        const made = [
          ...leaves.flatMap(({ id }) => [`${id}.crt 0644`, `${id}.key 0600`]),
          ...sshKeys.flatMap(({ path }) => [`${path} 0600`, `${path}.pub 0644`]),
          ...copies.map(({ to }) => `${to} ${/\.(crt|pub)$/.test(to) ? "0644" : "0600"}`),
          ...authorizedKeys.map((path) => `${path} 0644`),
        ].filter((line) => line.startsWith("hosts/"));
        const expected = cluster.nodes.flatMap((node) =>
          secretFilesOfNode(cluster, node).map(({ file, mode }) => `hosts/${node.name}/${file} ${mode}`),
        );
        expect(made.sort()).toEqual(expected.sort());
        const planned = files.map(({ path, mode }) => `${path} ${mode}`);
        expect(planned.filter((line) => line.startsWith("hosts/")).sort()).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("has no id and no path twice, and nothing of the authorities' keys in a host's folder", () => {
    fc.assert(
      fc.property(topology, (cluster) => {
        const plan = planCertificates(cluster);
        const ids = plan.leaves.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const paths = plan.files.map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
        expect(paths.filter((path) => /^hosts\/.*-ca\.key$/.test(path))).toEqual([]);
        for (const { from, to } of plan.copies) {
          expect(paths).toContain(from);
          expect(paths).toContain(to);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("names every server by its node's name and each of its addresses, sorted, once", () => {
    fc.assert(
      fc.property(topology, (cluster) => {
        const plan = planCertificates(cluster);
        for (const node of cluster.nodes) {
          const servers = plan.leaves.filter(
            ({ folder, usages }) => folder === `hosts/${node.name}` && usages.includes("server"),
          );
          expect(servers.length).toBeGreaterThan(0);
          for (const { dns, ips } of servers) {
            expect(dns).toContain(node.name);
            for (const { address } of node.addresses) expect(ips).toContain(address);
            expect(dns).toEqual([...new Set(dns)].sort());
            expect(ips).toEqual([...new Set(ips)].sort());
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
