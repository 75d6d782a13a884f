import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { K3S_AUTHORITIES, k3s } from "@quorate/cluster";
import { clusterOf } from "@quorate/cluster/testing";
import { changedPaths, quickDisk, treeOf } from "@quorate/files/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { genCerts, inspectCertificates } from "../src/index.ts";
import { expectDone, expectEnd, folderWith, folderWithForAll, NOW } from "./folder.ts";

const cluster = clusterOf({ stacked: 3, workers: 1 }, { distribution: k3s() });
const SERVERS = ["node1", "node2", "node3"];
let directory = "";

beforeAll(async () => {
  directory = await folderWithForAll(cluster);
});

const openssl = (...argv: string[]): string =>
  execFileSync("openssl", argv, { encoding: "utf8", stdio: "pipe" });
const file = (path: string): string => join(directory, path);
const text = (path: string): string => readFileSync(file(path), "utf8");
const fingerprint = (path: string): string =>
  openssl("x509", "-in", file(path), "-noout", "-fingerprint", "-sha256")
    .trim()
    .replace(/^.*=/, "")
    .replaceAll(":", "")
    .toLowerCase();

describe.each(K3S_AUTHORITIES.map((name) => ({ name })))("k3s' authority $name", ({ name }) => {
  const root = `authorities/k3s-${name}-root.crt`;
  const issuer = `authorities/k3s-${name}-ca`;

  it("is signed by a root of its own, which is behind it and signs itself", () => {
    const certificates = text(`${issuer}.crt`).match(/-----BEGIN CERTIFICATE-----/g) ?? [];
    expect(certificates).toHaveLength(2);
    expect(text(`${issuer}.crt`).endsWith(text(root))).toBe(true);
    expect(openssl("verify", "-x509_strict", "-CAfile", file(root), file(root))).toContain(": OK");
    const verified = openssl("verify", "-x509_strict", "-CAfile", file(root), file(`${issuer}.crt`));
    expect(verified).toContain(": OK");
    for (const other of K3S_AUTHORITIES.filter((one) => one !== name)) {
      const strange = file(`authorities/k3s-${other}-root.crt`);
      expect(() => openssl("verify", "-CAfile", strange, file(`${issuer}.crt`))).toThrow();
    }
  });

  it("may sign leaves and no authorities, and is for no purpose alone", () => {
    const described = openssl("x509", "-in", file(`${issuer}.crt`), "-noout", "-text");
    expect(described).toContain("CA:TRUE, pathlen:0");
    expect(described).toContain("X509v3 Subject Key Identifier");
    expect(described).not.toContain("Extended Key Usage");
    expect(openssl("x509", "-in", file(root), "-noout", "-text")).toContain("CA:TRUE, pathlen:1");
  });

  it("lies with its key on servers alone, and its root nowhere but with the operator", () => {
    for (const node of SERVERS) {
      expect(text(`hosts/${node}/k3s-${name}-ca.crt`)).toBe(text(`${issuer}.crt`));
      expect(text(`hosts/${node}/k3s-${name}-ca.key`)).toBe(text(`${issuer}.key`));
    }
    expect(readdirSync(file("hosts/node4")).filter((one) => one.includes(`${name}-`))).toEqual([]);
    const everywhere = [...treeOf(file("hosts")).keys(), ...treeOf(file("operator")).keys()];
    expect(everywhere.filter((path) => path.includes("-root"))).toEqual([]);
  });
});

describe("k3s' tokens", () => {
  it.each([
    ["k3s-server-token", "server"],
    ["k3s-agent-token", "node"],
  ])("%s names the root that servers' certificates come from", (token, user) => {
    const hash = fingerprint("authorities/k3s-server-root.crt");
    expect(text(`authorities/${token}`)).toMatch(new RegExp(`^K10${hash}::${user}:[0-9a-f]{48}\n$`));
  });

  it("are two, and agents have theirs alone", () => {
    const [server, agent] = ["server", "agent"].map((name) => text(`authorities/k3s-${name}-token`));
    expect(server?.split(":").at(-1)).not.toBe(agent?.split(":").at(-1));
    expect(text("hosts/node4/k3s-agent-token")).toBe(agent);
    expect(readdirSync(file("hosts/node4")).sort()).toEqual([
      "authorized_keys",
      "k3s-agent-token",
      "ssh_host_ed25519_key",
      "ssh_host_ed25519_key.pub",
    ]);
    for (const node of SERVERS) {
      expect(text(`hosts/${node}/k3s-server-token`)).toBe(server);
      expect(text(`hosts/${node}/k3s-agent-token`)).toBe(agent);
    }
  });
});

describe("whoever speaks to k3s with a certificate of ours", () => {
  it.each(["operator/admin", "operator/break-glass", "hosts/node1/kube-vip"])(
    "%s is a client by the clients' authority, and by no other",
    (leaf) => {
      const verify = (authority: string) =>
        openssl(
          "verify",
          "-purpose",
          "sslclient",
          "-CAfile",
          file(`authorities/k3s-${authority}-ca.crt`),
          file(`${leaf}.crt`),
        );
      expect(verify("client")).toContain(": OK");
      for (const other of ["server", "request-header", "etcd-server", "etcd-peer"]) {
        expect(() => verify(other)).toThrow();
      }
    },
  );

  it("checks servers by their authority and its root", () => {
    const { clusters } = JSON.parse(text("operator/kubeconfig")) as {
      clusters: { cluster: { server: string; "certificate-authority-data": string } }[];
    };
    expect(clusters[0]?.cluster.server).toBe("https://10.0.255.100:6443");
    expect(Buffer.from(clusters[0]?.cluster["certificate-authority-data"] ?? "", "base64").toString()).toBe(
      text("authorities/k3s-server-ca.crt"),
    );
  });
});

const run = (certificates: string) => genCerts({ cluster, certificates, now: NOW, disk: quickDisk });

describe("a folder of k3s'", () => {
  it("is kept as it is by another run, and is in order", async () => {
    const certificates = await folderWith(cluster);
    const before = treeOf(certificates);
    expect(expectDone(await run(certificates)).written).toBe(0);
    expect(changedPaths(before, treeOf(certificates))).toEqual([]);
    expect(inspectCertificates({ cluster, certificates, now: NOW })).toEqual([]);
  });

  it("needs no key of an authority to be in order", async () => {
    const certificates = await folderWith(cluster);
    for (const name of readdirSync(join(certificates, "authorities"))) {
      if (name.endsWith(".key")) rmSync(join(certificates, "authorities", name));
    }
    expect(inspectCertificates({ cluster, certificates, now: NOW })).toEqual([]);
  });

  const read = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");
  const CA = "authorities/k3s-client-ca.crt";
  const TOKEN = "authorities/k3s-server-token";
  it.each<[string, string, (folder: string, content: string) => string | undefined, string]>([
    [
      "an authority without its root",
      CA,
      (_, own) => own.slice(0, own.lastIndexOf("-----BEGIN")),
      "authority-chain-broken",
    ],
    [
      "an authority with another root",
      CA,
      (folder, own) =>
        own.slice(0, own.lastIndexOf("-----BEGIN")) + read(folder, "authorities/k3s-server-root.crt"),
      "authority-chain-broken",
    ],
    [
      "an authority with more behind it",
      CA,
      (folder, own) => own + read(folder, "authorities/k3s-server-root.crt"),
      "authority-chain-broken",
    ],
    ["a token that is gone", TOKEN, () => undefined, "key-missing"],
    [
      "a token that names another authority",
      TOKEN,
      (_, own) => own.replace(/^K10.{4}/, "K100000"),
      "token-broken",
    ],
    ["a token of an agent", TOKEN, (folder) => read(folder, "authorities/k3s-agent-token"), "token-broken"],
    ["a short token", TOKEN, () => "secret\n", "token-broken"],
    ["a key of service accounts that is gone", "authorities/k3s-service.key", () => undefined, "key-missing"],
    ["a key of service accounts that is none", "authorities/k3s-service.key", () => "x", "key-broken"],
  ])("with %s is left alone", async (_, path, damage, code) => {
    const certificates = await folderWith(cluster);
    const content = damage(certificates, read(certificates, path));
    if (content === undefined) rmSync(join(certificates, path));
    else writeFileSync(join(certificates, path), content, { mode: 0o600 });
    const before = treeOf(certificates);
    const problems = expectEnd(await run(certificates), "wrong-input");
    expect(problems.map((one) => one.code)).toEqual([code]);
    expect(problems[0]?.where).toBe(join(certificates, path));
    expect(changedPaths(before, treeOf(certificates))).toEqual([]);
  });
});
