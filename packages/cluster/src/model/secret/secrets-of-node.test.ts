import { describe, expect, it } from "vitest";
import { changed, defined, SPECS } from "../../testing/definitions.ts";
import { nodeOf, resolvedCluster } from "../../testing/resolved-cluster.ts";
import type { Cluster } from "../cluster.ts";
import { KUBERNETES_READERS, KUBERNETES_SECRETS } from "./kubernetes.ts";
import { filesOfSecret, modeBits } from "./secret.ts";
import { secretFilesOfNode, secretsOfNode, servicesReadingSecrets } from "./secrets-of-node.ts";

/** A cluster whose nodes are each one thing alone: etcd1, master1, worker1. */
function apart(...changes: Parameters<typeof changed>[1]): Cluster {
  return resolvedCluster(defined(changed(SPECS.arp, changes)));
}

const NODES = ["etcd1", "master1", "worker1"] as const;

/** Written out in full, and not made from the table: whoever takes a reader or a row away has to do it twice. */
const WHO: readonly (readonly [file: string, mode: string, owner: string, readers: string, nodes: string])[] =
  [
    ["apiserver.crt", "0644", "kubernetes", "kube-apiserver", "master1"],
    ["apiserver.key", "0600", "kubernetes", "kube-apiserver", "master1"],
    ["apiserver-etcd-client.crt", "0644", "kubernetes", "kube-apiserver", "master1"],
    ["apiserver-etcd-client.key", "0600", "kubernetes", "kube-apiserver", "master1"],
    ["apiserver-kubelet-client.crt", "0644", "kubernetes", "kube-apiserver", "master1"],
    ["apiserver-kubelet-client.key", "0600", "kubernetes", "kube-apiserver", "master1"],
    ["authorized_keys", "0644", "root", "sshd", "etcd1 master1 worker1"],
    ["bootstrap.crt", "0644", "root", "quorate-bootstrap", "master1"],
    ["bootstrap.key", "0600", "root", "quorate-bootstrap", "master1"],
    ["controller-manager.crt", "0644", "kubernetes", "kube-controller-manager", "master1"],
    ["controller-manager.key", "0600", "kubernetes", "kube-controller-manager", "master1"],
    ["encryption-config.json", "0600", "kubernetes", "kube-apiserver", "master1"],
    ["etcd-ca.crt", "0644", "root", "etcd etcdctl kube-apiserver", "etcd1 master1"],
    ["etcd-healthcheck-client.crt", "0644", "etcd", "etcdctl", "etcd1"],
    ["etcd-healthcheck-client.key", "0600", "etcd", "etcdctl", "etcd1"],
    ["etcd-peer.crt", "0644", "etcd", "etcd", "etcd1"],
    ["etcd-peer.key", "0600", "etcd", "etcd", "etcd1"],
    ["etcd-server.crt", "0644", "etcd", "etcd", "etcd1"],
    ["etcd-server.key", "0600", "etcd", "etcd", "etcd1"],
    ["flannel-client.crt", "0644", "root", "flannel", "master1 worker1"],
    ["flannel-client.key", "0600", "root", "flannel", "master1 worker1"],
    ["front-proxy-ca.crt", "0644", "root", "kube-apiserver", "master1"],
    ["front-proxy-client.crt", "0644", "kubernetes", "kube-apiserver", "master1"],
    ["front-proxy-client.key", "0600", "kubernetes", "kube-apiserver", "master1"],
    ["kube-proxy.crt", "0644", "root", "kube-proxy", "master1 worker1"],
    ["kube-proxy.key", "0600", "root", "kube-proxy", "master1 worker1"],
    ["kube-vip.crt", "0644", "root", "kube-vip", "master1"],
    ["kube-vip.key", "0600", "root", "kube-vip", "master1"],
    ["kubelet-client.crt", "0644", "root", "kubelet", "master1 worker1"],
    ["kubelet-client.key", "0600", "root", "kubelet", "master1 worker1"],
    ["kubelet-server.crt", "0644", "root", "kubelet", "master1 worker1"],
    ["kubelet-server.key", "0600", "root", "kubelet", "master1 worker1"],
    [
      "kubernetes-ca.crt",
      "0644",
      "root",
      "flannel kube-apiserver kube-controller-manager kube-proxy kube-scheduler kube-vip kubelet quorate-bootstrap",
      "master1 worker1",
    ],
    ["scheduler.crt", "0644", "kubernetes", "kube-scheduler", "master1"],
    ["scheduler.key", "0600", "kubernetes", "kube-scheduler", "master1"],
    ["service-account.key", "0600", "kubernetes", "kube-apiserver kube-controller-manager", "master1"],
    ["service-account.pub", "0644", "kubernetes", "kube-apiserver", "master1"],
    ["ssh_host_ed25519_key", "0600", "root", "sshd", "etcd1 master1 worker1"],
    ["ssh_host_ed25519_key.pub", "0644", "root", "sshd", "etcd1 master1 worker1"],
  ];

describe("the secrets of a node", () => {
  const cluster = apart();
  const found = NODES.flatMap((name) =>
    secretsOfNode(cluster, nodeOf(cluster, name)).flatMap((secret) =>
      filesOfSecret(secret).map(({ file, mode, owner }) => ({ name, secret, file, mode, owner })),
    ),
  );

  it.each(WHO)("%s, %s, belongs to %s, is read by %s, on %s", (file, mode, owner, readers, nodes) => {
    const copies = found.filter((candidate) => candidate.file === file);
    expect(copies.map(({ name }) => name).join(" ")).toBe(nodes);
    for (const { secret, ...copy } of copies) {
      expect([copy.mode, copy.owner]).toEqual([mode, owner]);
      expect(
        secret.readBy
          .map(({ name }) => name)
          .sort()
          .join(" "),
      ).toBe(readers);
    }
  });

  it("are no others than these", () => {
    expect([...new Set(found.map(({ file }) => file))].sort()).toEqual(WHO.map(([file]) => file).sort());
  });

  it("are never two files of one name", () => {
    for (const name of NODES) {
      const files = found.filter((candidate) => candidate.name === name).map(({ file }) => file);
      expect(new Set(files).size).toBe(files.length);
    }
  });

  it("are listed by file, sorted", () => {
    const node = nodeOf(cluster, "etcd1");
    expect(secretFilesOfNode(cluster, node)).toEqual([
      { file: "authorized_keys", owner: "root", mode: "0644" },
      { file: "etcd-ca.crt", owner: "root", mode: "0644" },
      { file: "etcd-healthcheck-client.crt", owner: "etcd", mode: "0644" },
      { file: "etcd-healthcheck-client.key", owner: "etcd", mode: "0600" },
      { file: "etcd-peer.crt", owner: "etcd", mode: "0644" },
      { file: "etcd-peer.key", owner: "etcd", mode: "0600" },
      { file: "etcd-server.crt", owner: "etcd", mode: "0644" },
      { file: "etcd-server.key", owner: "etcd", mode: "0600" },
      { file: "ssh_host_ed25519_key", owner: "root", mode: "0600" },
      { file: "ssh_host_ed25519_key.pub", owner: "root", mode: "0644" },
    ]);
  });

  it("hold no encryption key where Secrets are not encrypted", () => {
    const plain = apart([["encryptSecrets"], false]);
    const files = secretFilesOfNode(plain, nodeOf(plain, "master1")).map(({ file }) => file);
    expect(files).not.toContain("encryption-config.json");
    expect(files).toContain("service-account.key");
  });

  it("hold nothing of flannel where another brings the pod network", () => {
    const foreign = apart([["network", "cni"], { kind: "none" }]);
    for (const name of ["master1", "worker1"]) {
      const files = secretFilesOfNode(foreign, nodeOf(foreign, name)).map(({ file }) => file);
      expect(files).not.toContain("flannel-client.key");
      expect(files).toContain("kubernetes-ca.crt");
    }
  });

  it("are each made for somebody: of every reader there is a secret", () => {
    const reading = new Set(KUBERNETES_SECRETS.flatMap(({ readBy }) => readBy));
    expect(new Set(Object.values(KUBERNETES_READERS))).toEqual(reading);
  });
});

describe("servicesReadingSecrets", () => {
  const cluster = apart();

  // The files that a service waits for, and is restarted by; kube-vip, etcdctl and sshd have none to wait for.
  it.each<[string, Record<string, readonly string[]>]>([
    [
      "etcd1",
      { etcd: ["etcd-ca.crt", "etcd-peer.crt", "etcd-peer.key", "etcd-server.crt", "etcd-server.key"] },
    ],
    [
      "worker1",
      {
        flannel: ["flannel-client.crt", "flannel-client.key", "kubernetes-ca.crt"],
        "kube-proxy": ["kube-proxy.crt", "kube-proxy.key", "kubernetes-ca.crt"],
        kubelet: [
          "kubelet-client.crt",
          "kubelet-client.key",
          "kubelet-server.crt",
          "kubelet-server.key",
          "kubernetes-ca.crt",
        ],
      },
    ],
    [
      "master1",
      {
        flannel: ["flannel-client.crt", "flannel-client.key", "kubernetes-ca.crt"],
        "kube-apiserver": [
          "apiserver-etcd-client.crt",
          "apiserver-etcd-client.key",
          "apiserver-kubelet-client.crt",
          "apiserver-kubelet-client.key",
          "apiserver.crt",
          "apiserver.key",
          "encryption-config.json",
          "etcd-ca.crt",
          "front-proxy-ca.crt",
          "front-proxy-client.crt",
          "front-proxy-client.key",
          "kubernetes-ca.crt",
          "service-account.key",
          "service-account.pub",
        ],
        "kube-controller-manager": [
          "controller-manager.crt",
          "controller-manager.key",
          "kubernetes-ca.crt",
          "service-account.key",
        ],
        "kube-proxy": ["kube-proxy.crt", "kube-proxy.key", "kubernetes-ca.crt"],
        "kube-scheduler": ["kubernetes-ca.crt", "scheduler.crt", "scheduler.key"],
        kubelet: [
          "kubelet-client.crt",
          "kubelet-client.key",
          "kubelet-server.crt",
          "kubelet-server.key",
          "kubernetes-ca.crt",
        ],
        "quorate-bootstrap": ["bootstrap.crt", "bootstrap.key", "kubernetes-ca.crt"],
      },
    ],
  ])("on %s", (name, services) => {
    expect(servicesReadingSecrets(cluster, nodeOf(cluster, name))).toEqual(services);
  });

  it("leaves the encryption key out where Secrets are not encrypted", () => {
    const plain = apart([["encryptSecrets"], false]);
    const services = servicesReadingSecrets(plain, nodeOf(plain, "master1"));
    expect(services["kube-apiserver"]).not.toContain("encryption-config.json");
    expect(services["kube-apiserver"]).toContain("apiserver.key");
  });
});

describe("modeBits", () => {
  it.each([
    ["0600", 0o600],
    ["0644", 0o644],
  ] as const)("of %s", (mode, bits) => {
    expect(modeBits(mode)).toBe(bits);
  });
});
