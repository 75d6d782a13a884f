import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { clusterOf } from "@quorate/cluster/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { planCertificates } from "../src/index.ts";
import { namesFrom } from "../src/plan/alternative-names.ts";
import { folderWithForAll } from "./folder.ts";

const cluster = clusterOf({ stacked: 3 }, { dualStack: true, dnsName: "api.example.com" });
const { leaves } = planCertificates(cluster);
let directory = "";

beforeAll(async () => {
  directory = await folderWithForAll(cluster);
});

const openssl = (...argv: string[]): string =>
  execFileSync("openssl", argv, { encoding: "utf8", stdio: "pipe" });

describe.each(leaves.map((leaf) => ({ id: leaf.id, leaf })))("openssl and $id", ({ leaf }) => {
  const file = (): string => join(directory, `${leaf.id}.crt`);

  it("verifies it for its purposes", () => {
    const authority = join(directory, `authorities/${leaf.authority}.crt`);
    for (const usage of leaf.usages) {
      const purpose = usage === "server" ? "sslserver" : "sslclient";
      const text = openssl("verify", "-x509_strict", "-purpose", purpose, "-CAfile", authority, file());
      expect(text).toBe(`${file()}: OK\n`);
    }
  });

  it("refuses it for other purposes and by other authorities", () => {
    const verify = (authority: string, purpose: string) => () =>
      openssl(
        "verify",
        "-purpose",
        purpose,
        "-CAfile",
        join(directory, `authorities/${authority}.crt`),
        file(),
      );
    const other = leaf.authority === "etcd-ca" ? "kubernetes-ca" : "etcd-ca";
    const purpose = leaf.usages.includes("server") ? "sslserver" : "sslclient";
    expect(verify(other, purpose)).toThrow();
    if (!leaf.usages.includes("client")) expect(verify(leaf.authority, "sslclient")).toThrow();
    if (!leaf.usages.includes("server")) expect(verify(leaf.authority, "sslserver")).toThrow();
  });

  it("reads subject, names and uses as planned", () => {
    const subject = openssl(
      "x509",
      "-in",
      file(),
      "-noout",
      "-subject",
      "-nameopt",
      "sep_multiline,sname,utf8",
    );
    const parts = subject
      .split("\n")
      .slice(1, -1)
      .map((line) => line.trim());
    const organization = leaf.organization === undefined ? [] : [`O=${leaf.organization}`];
    expect(parts).toEqual([...organization, `CN=${leaf.commonName}`]);

    const text = openssl("x509", "-in", file(), "-noout", "-text");
    const line = (title: string): string => new RegExp(`${title}:.*\n\\s*(.*)\n`).exec(text)?.[1] ?? "";
    const uses = leaf.usages.map(
      (usage) => `TLS Web ${usage === "server" ? "Server" : "Client"} Authentication`,
    );
    expect(line("X509v3 Extended Key Usage")).toBe(uses.join(", "));
    expect(line("X509v3 Key Usage")).toBe("Digital Signature");
    expect(line("X509v3 Basic Constraints")).toBe("CA:FALSE");
    const names = line("X509v3 Subject Alternative Name").split(", ").filter(Boolean);
    const read = namesFrom(names.map((name) => name.replace(/^(DNS|IP Address):/, "")));
    expect(read).toEqual({ dns: leaf.dns, ips: leaf.ips });
  });

  it("finds the key to belong to it", () => {
    const ofKey = openssl("pkey", "-in", join(directory, `${leaf.id}.key`), "-pubout");
    expect(openssl("x509", "-in", file(), "-noout", "-pubkey")).toBe(ofKey);
  });
});

describe("openssl and the service-account pair", () => {
  it("finds an RSA key of 2048 bits whose public half is beside it", () => {
    const path = join(directory, "authorities/service-account.key");
    const text = openssl("rsa", "-in", path, "-check", "-noout", "-text");
    expect(text).toContain("Private-Key: (2048 bit");
    expect(text).toContain("RSA key ok");
    const beside = openssl(
      "pkey",
      "-pubin",
      "-in",
      join(directory, "authorities/service-account.pub"),
      "-pubout",
    );
    expect(openssl("pkey", "-in", path, "-pubout")).toBe(beside);
  });
});

describe("OpenSSH", () => {
  it.each(planCertificates(cluster).sshKeys.map(({ path, comment }) => ({ path, comment })))(
    "takes $path",
    ({ path, comment }) => {
      const derived = execFileSync("ssh-keygen", ["-y", "-f", join(directory, path)], { encoding: "utf8" });
      const line = execFileSync("cat", [join(directory, `${path}.pub`)], { encoding: "utf8" });
      expect(derived.trim().split(" ").slice(0, 2)).toEqual(line.trim().split(" ").slice(0, 2));
      const listed = execFileSync("ssh-keygen", ["-l", "-f", join(directory, path)], { encoding: "utf8" });
      expect(listed).toMatch(/^256 SHA256:\S+ .*\(ED25519\)\n$/);
      expect(listed).toContain(comment);
    },
  );

  it("finds each host in known_hosts by address and by name", () => {
    const known = join(directory, "operator/known_hosts");
    for (const node of cluster.nodes) {
      const key = execFileSync("cat", [join(directory, `hosts/${node.name}/ssh_host_ed25519_key.pub`)], {
        encoding: "utf8",
      });
      for (const name of [node.name, ...node.addresses.map(({ address }) => address)]) {
        const found = execFileSync("ssh-keygen", ["-F", name, "-f", known], { encoding: "utf8" });
        expect(found).toContain(key.split(" ")[1]);
      }
    }
  });
});
