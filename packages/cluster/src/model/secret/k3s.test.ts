import { describe, expect, it } from "vitest";
import { arp, none } from "../../dsl/load-balancer.ts";
import { type Change, changed, defined, SPECS } from "../../testing/definitions.ts";
import { nodeOf, resolvedCluster } from "../../testing/resolved-cluster.ts";
import type { Cluster } from "../cluster.ts";
import { K3S_READERS, K3S_SECRETS } from "./k3s.ts";
import { filesOfSecret } from "./secret.ts";
import { secretsOfNode, servicesReadingSecrets } from "./secrets-of-node.ts";

const HOST_KEY = `ssh-ed25519 ${Buffer.concat([Buffer.from("\0\0\0\x0bssh-ed25519\0\0\0\x20", "latin1"), Buffer.alloc(32, 7)]).toString("base64")}`;

/** Three servers and an agent. */
function servers(kubeMaster: Readonly<Record<string, unknown>>, more: readonly Change[] = []): Cluster {
  return resolvedCluster(
    defined(changed(SPECS.bgp, [[["distribution"], { kind: "k3s" }], [["kubeMaster"], kubeMaster], ...more])),
  );
}

const WITH_VIP = servers({ ip: "10.0.0.100", loadBalancer: arp() });
const SERVERS = "node1 node2 node3";
const ALL = `${SERVERS} worker1`;

/** Written out in full, and not made from the table: whoever takes a reader or a row away has to do it twice. */
const WHO: readonly (readonly [file: string, mode: string, readers: string, nodes: string])[] = [
  ["authorized_keys", "0644", "sshd", ALL],
  ["k3s-agent-token", "0600", "k3s k3s", ALL],
  ["k3s-client-ca.crt", "0644", "k3s", SERVERS],
  ["k3s-client-ca.key", "0600", "k3s", SERVERS],
  ["k3s-etcd-peer-ca.crt", "0644", "k3s", SERVERS],
  ["k3s-etcd-peer-ca.key", "0600", "k3s", SERVERS],
  ["k3s-etcd-server-ca.crt", "0644", "k3s", SERVERS],
  ["k3s-etcd-server-ca.key", "0600", "k3s", SERVERS],
  ["k3s-request-header-ca.crt", "0644", "k3s", SERVERS],
  ["k3s-request-header-ca.key", "0600", "k3s", SERVERS],
  ["k3s-server-ca.crt", "0644", "k3s kube-vip", SERVERS],
  ["k3s-server-ca.key", "0600", "k3s", SERVERS],
  ["k3s-server-token", "0600", "k3s", SERVERS],
  ["k3s-service.key", "0600", "k3s", SERVERS],
  ["kube-vip.crt", "0644", "kube-vip", SERVERS],
  ["kube-vip.key", "0600", "kube-vip", SERVERS],
  ["ssh_host_ed25519_key", "0600", "sshd", ALL],
  ["ssh_host_ed25519_key.pub", "0644", "sshd", ALL],
];

describe("the secrets of a host of k3s'", () => {
  const found = WITH_VIP.nodes.flatMap((node) =>
    secretsOfNode(WITH_VIP, node).flatMap((secret) =>
      filesOfSecret(secret).map((file) => ({ name: node.name as string, secret, ...file })),
    ),
  );

  it.each(WHO)("%s, %s, is root's, is read by %s, on %s", (file, mode, readers, nodes) => {
    const copies = found.filter((candidate) => candidate.file === file);
    expect(copies.map(({ name }) => name).join(" ")).toBe(nodes);
    for (const copy of copies) {
      expect([copy.mode, copy.owner]).toEqual([mode, "root"]);
      const names = copy.secret.readBy.map(({ name }) => name).sort();
      expect(names.join(" ")).toBe(readers);
    }
  });

  it("are no others than these", () => {
    expect([...new Set(found.map(({ file }) => file))].sort()).toEqual(WHO.map(([file]) => file));
  });

  it("hold no root, and for an agent no key to sign with", () => {
    expect(found.filter(({ file }) => file.includes("root"))).toEqual([]);
    const agent = found.filter(({ name, file }) => name === "worker1" && file.startsWith("k3s"));
    expect(agent.map(({ file }) => file)).toEqual(["k3s-agent-token"]);
  });

  it("hold nothing of kube-vip's where there is no VIP", () => {
    const cluster = servers({ loadBalancer: none() });
    const files = secretsOfNode(cluster, nodeOf(cluster, "node1")).flatMap(filesOfSecret);
    expect(files.filter(({ file }) => file.startsWith("kube-vip"))).toEqual([]);
  });

  it("hold what nodes log in to registries with on all of them, where they do", () => {
    const cluster = servers({ loadBalancer: none() }, [
      [["distribution"], { kind: "k3s", logins: ["registry.lan:5000"] }],
    ]);
    for (const name of ALL.split(" ")) {
      const found = secretsOfNode(cluster, nodeOf(cluster, name)).flatMap(filesOfSecret);
      expect(found.find(({ file }) => file === "k3s-registries.yaml")).toMatchObject({
        mode: "0600",
        owner: "root",
      });
      expect(servicesReadingSecrets(cluster, nodeOf(cluster, name))["k3s"]).toContain("k3s-registries.yaml");
    }
  });

  it("hold no authority's key, and no host key, where the cluster and its machines had theirs before", () => {
    const cluster = servers({ loadBalancer: none() }, [
      [["distribution"], { kind: "k3s", authorities: "adopted" }],
      [["machines", "node1", "hostKey"], HOST_KEY],
      [["machines", "node1", "nixosUnchecked"], { "disko.enableConfig": false }],
    ]);
    const files = (name: string) =>
      secretsOfNode(cluster, nodeOf(cluster, name))
        .flatMap(filesOfSecret)
        .map(({ file }) => file)
        .sort();
    const all = ["authorized_keys", "k3s-agent-token", "k3s-server-ca.crt", "k3s-server-token"];
    expect(files("node1")).toEqual(all);
    expect(files("node2")).toEqual([...all, "ssh_host_ed25519_key", "ssh_host_ed25519_key.pub"]);
    expect(servicesReadingSecrets(cluster, nodeOf(cluster, "node1"))).toEqual({ k3s: all.slice(1) });
  });

  it("are each made for somebody: of every reader there is a secret", () => {
    const reading = new Set(K3S_SECRETS.flatMap(({ readBy }) => readBy));
    expect(new Set(Object.values(K3S_READERS))).toEqual(reading);
  });

  it("are waited for by the service that reads them", () => {
    const of = (name: string) => servicesReadingSecrets(WITH_VIP, nodeOf(WITH_VIP, name));
    expect(of("worker1")).toEqual({ k3s: ["k3s-agent-token"] });
    expect(Object.keys(of("node1"))).toEqual(["k3s"]);
    expect(of("node1")["k3s"]).toHaveLength(13);
  });
});
