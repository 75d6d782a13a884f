import { clusterOf } from "@quorate/cluster/testing";
import { describe, expect, it } from "vitest";
import { planCertificates } from "./plan.ts";

// The whole plan of the smallest cluster, but for what its leaves say (see plan.test.ts).
const plan = planCertificates(
  clusterOf(
    { stacked: 1 },
    {
      authorizedKeys: [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJpLOA47yuhevbmCWhpOjnudWKkuCtNlgCkpjmlBxzXg a@b",
      ],
    },
  ),
);
const host = "hosts/node1";

describe("the plan of one node", () => {
  it("names the cluster and its parts", () => {
    const { cluster, apiUrl, nodes, authorities, sharedKeys, kubeconfigs, trustedKeys } = plan;
    expect({ cluster, apiUrl, nodes, authorities, sharedKeys, kubeconfigs, trustedKeys }).toEqual({
      cluster: "home",
      apiUrl: "https://10.0.255.100:6443",
      nodes: ["node1"],
      authorities: [
        { name: "kubernetes-ca", commonName: "kubernetes" },
        { name: "etcd-ca", commonName: "etcd-ca" },
        { name: "front-proxy-ca", commonName: "front-proxy-ca" },
      ],
      sharedKeys: ["service-account", "encryption-config"],
      kubeconfigs: [
        { path: "operator/kubeconfig", user: "admin", authority: "kubernetes-ca" },
        { path: "operator/kubeconfig-break-glass", user: "break-glass", authority: "kubernetes-ca" },
      ],
      trustedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJpLOA47yuhevbmCWhpOjnudWKkuCtNlgCkpjmlBxzXg a@b"],
    });
  });

  it("makes ssh keys for the operator and the host, who know each other", () => {
    const { sshKeys, knownHosts, authorizedKeys } = plan;
    expect({ sshKeys, knownHosts, authorizedKeys }).toEqual({
      sshKeys: [
        { path: "operator/id_ed25519", comment: "operator@home" },
        { path: `${host}/ssh_host_ed25519_key`, comment: "root@node1" },
      ],
      knownHosts: [
        { names: ["10.0.1.0", "node1"], key: { kind: "made", path: `${host}/ssh_host_ed25519_key` } },
      ],
      authorizedKeys: [`${host}/authorized_keys`],
    });
  });

  it("copies the authorities' certificates and the shared keys", () => {
    expect(plan.copies.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      "authorities/kubernetes-ca.crt > operator/kubernetes-ca.crt",
      "authorities/etcd-ca.crt > operator/etcd-ca.crt",
      `authorities/kubernetes-ca.crt > ${host}/kubernetes-ca.crt`,
      `authorities/etcd-ca.crt > ${host}/etcd-ca.crt`,
      `authorities/front-proxy-ca.crt > ${host}/front-proxy-ca.crt`,
      `authorities/service-account.key > ${host}/service-account.key`,
      `authorities/service-account.pub > ${host}/service-account.pub`,
      `authorities/encryption-config.json > ${host}/encryption-config.json`,
    ]);
  });

  it("lists what lies outside of the hosts' folders, sorted", () => {
    const lines = plan.files.map(({ path, mode }) => `${mode} ${path}`);
    expect(lines.filter((line) => !line.includes(" hosts/"))).toEqual([
      "0600 authorities/encryption-config.json",
      "0644 authorities/etcd-ca.crt",
      "0600 authorities/etcd-ca.key",
      "0644 authorities/front-proxy-ca.crt",
      "0600 authorities/front-proxy-ca.key",
      "0644 authorities/kubernetes-ca.crt",
      "0600 authorities/kubernetes-ca.key",
      "0600 authorities/service-account.key",
      "0644 authorities/service-account.pub",
      "0644 operator/admin.crt",
      "0600 operator/admin.key",
      "0644 operator/break-glass.crt",
      "0600 operator/break-glass.key",
      "0644 operator/etcd-ca.crt",
      "0644 operator/etcd-healthcheck-client.crt",
      "0600 operator/etcd-healthcheck-client.key",
      "0600 operator/id_ed25519",
      "0644 operator/id_ed25519.pub",
      "0644 operator/known_hosts",
      "0600 operator/kubeconfig",
      "0600 operator/kubeconfig-break-glass",
      "0644 operator/kubernetes-ca.crt",
    ]);
    const paths = plan.files.map(({ path }) => path);
    expect(paths).toEqual([...paths].sort());
  });

  it("leaves out the key of encrypted Secrets where they are not encrypted", () => {
    expect(planCertificates(clusterOf({ stacked: 1 }, { encryptSecrets: false })).sharedKeys).toEqual([
      "service-account",
    ]);
  });

  it("names the API server without a DNS name of its own where there is none", () => {
    expect(plan.leaves.find(({ id }) => id === `${host}/apiserver`)?.dns).toEqual([
      "kubernetes",
      "kubernetes.default",
      "kubernetes.default.svc",
      "kubernetes.default.svc.cluster.local",
      "localhost",
      "node1",
    ]);
  });
});
