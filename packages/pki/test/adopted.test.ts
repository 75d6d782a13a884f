import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, defineCluster, k3s, node, none } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { changedPaths, quickDisk, temporaryFolder, treeOf } from "@quorate/files/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { genCerts, inspectCertificates } from "../src/index.ts";
import { expectDone, expectEnd } from "./folder.ts";

// A cluster that ran before: what k3s has made stays on its servers, and the folder knows them by it.

const SECRET = "2f909ce8-cae1-439a-86b3-da87b7ee9f55";
const hostKey = (number: number) =>
  `ssh-ed25519 ${Buffer.concat([Buffer.from("\0\0\0\x0bssh-ed25519\0\0\0\x20", "latin1"), Buffer.alloc(32, number)]).toString("base64")} root@nixos`;

function clusterWith(port?: number): Cluster {
  return resolvedCluster(
    defineCluster({
      name: "nk3",
      distribution: k3s({ authorities: "adopted" }),
      kubeMaster: { loadBalancer: none() },
      network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["1.1.1.1"] },
      ...(port === undefined ? {} : { ssh: { port } }),
      machines: Object.fromEntries(
        [11, 12, 13].map((number) => [
          `node${number}`,
          node({
            ip: `10.0.0.${number}`,
            interface: "eth0",
            disk: "/dev/sda",
            services: ["kubernetes", "etcd"],
            // The last one was installed by us.
            ...(number === 13
              ? {}
              : { hostKey: hostKey(number), nixosUnchecked: { "disko.enableConfig": false } }),
          }),
        ]),
      ),
    }),
  );
}

const cluster = clusterWith();
// openssl takes the time from the clock, some time after this.
const NOW = new Date(Date.now() + 24 * 60 * 60 * 1000);
const folder = mkdtempSync(join(tmpdir(), "quorate-adopted-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const openssl = (...argv: string[]) => execFileSync("openssl", argv, { cwd: folder, stdio: "pipe" });

/** As k3s makes it, and as its own script does: one certificate, and an issuer with its root behind it. */
const authorities: Record<"self-signed" | "chain" | "other", string> = {
  "self-signed": "",
  chain: "",
  other: "",
};

beforeAll(() => {
  const subject = (name: string) => ["-subj", `/CN=${name}@1718000000`, "-days", "9000"];
  const ca = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"];
  const made = (name: string) => {
    openssl(
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.crt`,
      ...subject(name),
      ...ca,
    );
    return readFileSync(join(folder, `${name}.crt`), "utf8");
  };
  authorities["self-signed"] = made("k3s-server-ca");
  authorities.other = made("other");
  const root = made("root");
  writeFileSync(join(folder, "issuer.cnf"), "basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\n");
  openssl("req", "-new", "-key", "other.key", "-out", "issuer.csr", "-subj", "/CN=issuer");
  openssl(
    "x509",
    "-req",
    "-in",
    "issuer.csr",
    "-CA",
    "root.crt",
    "-CAkey",
    "root.key",
    "-days",
    "9000",
    "-extfile",
    "issuer.cnf",
    "-out",
    "issuer.crt",
  );
  authorities.chain = readFileSync(join(folder, "issuer.crt"), "utf8") + root;
});

function imported(authority: keyof typeof authorities = "self-signed", token = SECRET): string {
  const certificates = join(temporaryFolder(), "certs");
  mkdirSync(join(certificates, "imported"), { recursive: true, mode: 0o700 });
  writeFileSync(join(certificates, "imported/k3s-token"), `${token}\n`, { mode: 0o600 });
  writeFileSync(join(certificates, "imported/k3s-server-ca.crt"), authorities[authority]);
  return certificates;
}

const run = (certificates: string, of = cluster) =>
  genCerts({ cluster: of, certificates, now: NOW, disk: quickDisk });
const read = (certificates: string, path: string) => readFileSync(join(certificates, path), "utf8");
const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");

describe("a cluster that was taken over", () => {
  it("is known by its own certificate, its own host keys and its own token; and nothing of it is signed here", async () => {
    const certificates = imported();
    const { written } = expectDone(await run(certificates));
    expect(written).toBeGreaterThan(0);
    const { "self-signed": own } = authorities;
    for (const path of ["authorities", "operator", "hosts/node11", "hosts/node13"]) {
      expect(read(certificates, `${path}/k3s-server-ca.crt`)).toBe(own);
    }
    // Of one certificate the hash is that of its file.
    const token = `K10${sha256(own)}::server:${SECRET}\n`;
    expect(read(certificates, "hosts/node12/k3s-server-token")).toBe(token);
    expect(read(certificates, "authorities/k3s-agent-token")).toMatch(
      new RegExp(`^K10${sha256(own)}::node:[0-9a-f]{48}\n$`),
    );
    const files = [...treeOf(certificates).keys()].map((path) => path.replace(/^.*\/certs\//, ""));
    expect(files.filter((path) => path.endsWith(".key"))).toEqual([]);
    expect(files.filter((path) => path.endsWith("ssh_host_ed25519_key"))).toEqual([
      "hosts/node13/ssh_host_ed25519_key",
    ]);
    const [, blob] = hostKey(11).split(" ");
    expect(read(certificates, "operator/known_hosts")).toContain(`10.0.0.11,node11 ssh-ed25519 ${blob}\n`);
    expect(read(certificates, "operator/known_hosts").split("\n")).toHaveLength(4);
  });

  it("is as it is at another run, and in order before a deployment", async () => {
    const certificates = imported();
    expectDone(await run(certificates));
    const before = treeOf(certificates);
    const again = expectDone(await run(certificates));
    expect([again.written, again.warnings]).toEqual([0, []]);
    expect(changedPaths(before, treeOf(certificates))).toEqual([]);
    expect(again.rows.filter(({ status }) => status !== "kept")).toEqual([]);
    expect(inspectCertificates({ cluster, certificates, now: NOW })).toEqual([]);
    // What was imported has done its work.
    rmSync(join(certificates, "imported"), { recursive: true });
    expect(expectDone(await run(certificates)).written).toBe(0);
  });

  it("has a token that names the root, where there is one, and keeps a whole token's secret", async () => {
    const certificates = imported("chain", `K10${"a".repeat(64)}::server:${SECRET}`);
    expectDone(await run(certificates));
    openssl("x509", "-in", "root.crt", "-outform", "DER", "-out", "root.der");
    const hash = sha256(readFileSync(join(folder, "root.der")));
    expect(read(certificates, "authorities/k3s-server-token")).toBe(`K10${hash}::server:${SECRET}\n`);
    expect(inspectCertificates({ cluster, certificates, now: NOW })).toEqual([]);
  });

  it("is known at the port of its sshd", async () => {
    const certificates = imported();
    expectDone(await run(certificates, clusterWith(2222)));
    expect(read(certificates, "operator/known_hosts")).toContain(
      "[10.0.0.11]:2222,[node11]:2222 ssh-ed25519 ",
    );
  });
});

describe("nothing is made up in the place of what the cluster has", () => {
  it.each<[string, string, string]>([
    ["the authority", "imported/k3s-server-ca.crt", "authority-not-imported"],
    ["the token", "imported/k3s-token", "key-missing"],
  ])("without %s the folder stays as it was", async (_, path, code) => {
    const certificates = imported();
    rmSync(join(certificates, path));
    const before = treeOf(certificates);
    const problems = expectEnd(await run(certificates), "wrong-input");
    expect(problems.map((one) => one.code)).toEqual([code]);
    expect(problems[0]?.hint).toContain("importInventory");
    expect(changedPaths(before, treeOf(certificates))).toEqual([]);
  });

  it.each<[string, (certificates: string) => void, string]>([
    [
      "another cluster's authority",
      (certificates) => writeFileSync(join(certificates, "authorities/k3s-server-ca.crt"), authorities.other),
      "authority-foreign",
    ],
    [
      "no certificate",
      (certificates) => writeFileSync(join(certificates, "authorities/k3s-server-ca.crt"), "x"),
      "authority-broken",
    ],
    [
      "a token that names another authority",
      (certificates) =>
        writeFileSync(
          join(certificates, "authorities/k3s-server-token"),
          `K10${"0".repeat(64)}::server:${SECRET}\n`,
        ),
      "token-broken",
    ],
    [
      "no token, which servers have",
      (certificates) => rmSync(join(certificates, "authorities/k3s-server-token")),
      "key-missing",
    ],
  ])("%s is refused", async (_, damage, code) => {
    const certificates = imported();
    expectDone(await run(certificates));
    damage(certificates);
    const before = treeOf(certificates);
    expect(expectEnd(await run(certificates), "wrong-input").map((one) => one.code)).toEqual([code]);
    expect(changedPaths(before, treeOf(certificates))).toEqual([]);
  });

  it("an authority that is gone here comes back from what was imported, and another does not", async () => {
    const certificates = imported();
    expectDone(await run(certificates));
    rmSync(join(certificates, "authorities/k3s-server-ca.crt"));
    expect(expectDone(await run(certificates)).written).toBe(1);
    rmSync(join(certificates, "authorities/k3s-server-ca.crt"));
    writeFileSync(join(certificates, "imported/k3s-server-ca.crt"), authorities.other);
    const codes = expectEnd(await run(certificates), "wrong-input").map((one) => one.code);
    expect(codes).toEqual(["authority-foreign"]);
  });
});
