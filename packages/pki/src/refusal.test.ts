import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterOf } from "@quorate/cluster/testing";
import { changedPaths, quickDisk, temporaryFolder, treeOf } from "@quorate/files/testing";
import { describe, expect, it } from "vitest";
import { DAY, expectDone, expectEnd, folderWith, NOW } from "../test/folder.ts";
import { genCerts } from "./index.ts";

/** Written in two parts: no file here looks as if it held a private key. */
const EC_HEADER = ["-----BEGIN EC", "PRIVATE KEY-----"].join(" ");

const cluster = clusterOf({ stacked: 1 });
const CA = "authorities/kubernetes-ca";

type Damage = (directory: string, other: string) => void;

const write =
  (path: string, content: string): Damage =>
  (directory) =>
    writeFileSync(join(directory, path), content, { mode: 0o600 });
const remove =
  (...paths: string[]): Damage =>
  (directory) => {
    for (const path of paths) rmSync(join(directory, path));
  };
/** Takes files from another cluster's folder. */
const steal =
  (...paths: string[]): Damage =>
  (directory, other) => {
    for (const path of paths) writeFileSync(join(directory, path), readFileSync(join(other, path)));
  };
const selfSigned =
  (...options: string[]): Damage =>
  (directory) => {
    const [key, certificate] = [join(directory, `${CA}.key`), join(directory, `${CA}.crt`)];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const files = ["-keyout", key, "-out", certificate];
    execFileSync("openssl", ["req", "-x509", ...curve, ...files, ...options], { stdio: "pipe" });
    writeMarkerFor(directory);
  };

describe("a folder that genCerts must not touch", () => {
  it.each<[string, Damage, string, string]>([
    ["an authority of another cluster", steal(`${CA}.crt`, `${CA}.key`), "authority-foreign", `${CA}.crt`],
    ["an authority of another name", selfSigned("-subj", "/CN=somebody"), "authority-foreign", `${CA}.crt`],
    [
      "an authority that is none",
      selfSigned("-subj", "/CN=kubernetes", "-addext", "basicConstraints=critical,CA:FALSE"),
      "authority-not-ca",
      `${CA}.crt`,
    ],
    ["another authority's key", steal(`${CA}.key`), "authority-key-mismatch", `${CA}.key`],
    [
      "a broken authority",
      write(`${CA}.crt`, "-----BEGIN CERTIFICATE-----\nMIIB\n"),
      "authority-broken",
      `${CA}.crt`,
    ],
    ["an empty authority", write(`${CA}.crt`, ""), "authority-broken", `${CA}.crt`],
    [
      "a broken authority's key",
      write(`${CA}.key`, `${EC_HEADER}\nMIIB\n`),
      "authority-key-broken",
      `${CA}.key`,
    ],
    ["an authority without its key", remove(`${CA}.key`), "authority-key-missing", `${CA}.key`],
    ["an authority's key alone", remove(`${CA}.crt`), "authority-certificate-missing", `${CA}.crt`],
    ["a lost authority", remove(`${CA}.crt`, `${CA}.key`), "authority-missing", `${CA}.crt`],
    [
      "a lost service-account key",
      remove("authorities/service-account.key"),
      "key-missing",
      "authorities/service-account.key",
    ],
    [
      "a broken service-account key",
      write("authorities/service-account.key", "x"),
      "key-broken",
      "authorities/service-account.key",
    ],
    [
      "another service-account key",
      steal("authorities/service-account.key"),
      "key-mismatch",
      "authorities/service-account.pub",
    ],
    [
      "a broken encryption key",
      write("authorities/encryption-config.json", "{}"),
      "encryption-config-broken",
      "authorities/encryption-config.json",
    ],
    [
      "a lost encryption key",
      remove("authorities/encryption-config.json"),
      "key-missing",
      "authorities/encryption-config.json",
    ],
    [
      "a lost host key",
      remove("hosts/node1/ssh_host_ed25519_key"),
      "key-missing",
      "hosts/node1/ssh_host_ed25519_key",
    ],
    [
      "a broken host key",
      write("hosts/node1/ssh_host_ed25519_key", "x"),
      "key-broken",
      "hosts/node1/ssh_host_ed25519_key",
    ],
    [
      "another host's public key",
      steal("hosts/node1/ssh_host_ed25519_key.pub"),
      "key-mismatch",
      "hosts/node1/ssh_host_ed25519_key.pub",
    ],
    ["another operator's key", steal("operator/id_ed25519"), "key-mismatch", "operator/id_ed25519.pub"],
    ["no marker", remove("quorate.json"), "folder-not-ours", ""],
    ["a broken marker", write("quorate.json", "{"), "marker-broken", "quorate.json"],
    ["another shape of marker", write("quorate.json", "{}"), "marker-broken", "quorate.json"],
    [
      "a marker of a later version",
      write("quorate.json", '{"kind":"quorate-certificates","version":2,"cluster":"home","authorities":{}}'),
      "folder-too-new",
      "quorate.json",
    ],
    [
      "another cluster's marker",
      write(
        "quorate.json",
        '{"kind":"quorate-certificates","version":1,"cluster":"office","authorities":{}}',
      ),
      "folder-of-another-cluster",
      "quorate.json",
    ],
    [
      "a symbolic link in place of a key",
      (directory) => {
        renameSync(join(directory, `${CA}.key`), join(directory, "..", "elsewhere.key"));
        symlinkSync("../../elsewhere.key", join(directory, `${CA}.key`));
      },
      "not-a-regular-file",
      `${CA}.key`,
    ],
    [
      "a symbolic link in place of a host's folder",
      (directory) => {
        renameSync(join(directory, "hosts/node1"), join(directory, "..", "node1"));
        symlinkSync("../../node1", join(directory, "hosts/node1"));
      },
      "not-a-regular-file",
      "hosts/node1",
    ],
    [
      "a folder in place of a certificate",
      (directory) => {
        rmSync(join(directory, "hosts/node1/scheduler.crt"));
        mkdirSync(join(directory, "hosts/node1/scheduler.crt"));
      },
      "not-a-regular-file",
      "hosts/node1/scheduler.crt",
    ],
  ])("%s: refused, nothing lost, no key in the message", async (_, damage, code, path) => {
    const directory = await folderWith(cluster);
    damage(directory, await folderWith(cluster));
    const before = treeOf(directory);
    const result = await genCerts({ cluster, certificates: directory, now: NOW, disk: quickDisk });
    const problems = expectEnd(result, "wrong-input");
    expect(problems.map((problem) => [problem.code, problem.where])).toEqual([
      [code, path === "" ? directory : join(directory, path)],
    ]);
    for (const { message, hint } of problems) {
      expect(message).not.toMatch(/PRIVATE|BEGIN|[A-Za-z0-9+/]{40}/);
      expect(hint?.length).toBeGreaterThan(10);
    }
    expect(changedPaths(before, treeOf(directory))).toEqual([]);
  });

  it("says everything that is wrong at once", async () => {
    const directory = await folderWith(cluster);
    remove(`${CA}.key`, "authorities/etcd-ca.crt", "authorities/service-account.key")(directory, "");
    const result = await genCerts({ cluster, certificates: directory, now: NOW, disk: quickDisk });
    expect(
      expectEnd(result, "wrong-input")
        .map(({ code }) => code)
        .sort(),
    ).toEqual(["authority-certificate-missing", "authority-key-missing", "key-missing"]);
  });

  it.each([
    ["expired", 3651, "authority-expired"],
    ["not yet valid", -1, "authority-not-yet-valid"],
  ])("an authority that is %s is refused", async (_, days, code) => {
    const directory = await folderWith(cluster);
    const before = treeOf(directory);
    const result = await genCerts({
      cluster,
      certificates: directory,
      now: new Date(NOW.getTime() + days * DAY),
      disk: quickDisk,
    });
    expect(expectEnd(result, "wrong-input").map(({ code }) => code)).toEqual(Array(3).fill(code));
    expect(changedPaths(before, treeOf(directory))).toEqual([]);
  });

  it("a folder of somebody's own files is refused, and not even locked", async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, "thesis.tex"), "years of work");
    const result = await genCerts({ cluster, certificates: directory, now: NOW, disk: quickDisk });
    expect(result).toMatchObject({
      ok: false,
      problems: [
        { exit: "wrong-input", code: "folder-not-ours", message: expect.stringContaining("thesis.tex") },
      ],
    });
    expect([...treeOf(directory).keys()]).toEqual(["thesis.tex"]);
  });

  it.each(["hosts", "hosts/node1", "new/certs"])(
    "%s inside of another folder of genCerts is refused",
    async (name) => {
      const outer = await folderWith(cluster);
      const before = treeOf(outer);
      const directory = join(outer, name);
      const result = await genCerts({ cluster, certificates: directory, now: NOW, disk: quickDisk });
      expect(result).toMatchObject({
        ok: false,
        problems: [{ exit: "wrong-input", code: "folder-not-ours", message: expect.stringContaining(outer) }],
      });
      expect(treeOf(outer)).toEqual(before);
    },
  );

  it("an operator's key with a passphrase is kept", async () => {
    const directory = await folderWith(cluster);
    const path = join(directory, "operator/id_ed25519");
    execFileSync("ssh-keygen", ["-p", "-f", path, "-P", "", "-N", "correct horse"], { stdio: "pipe" });
    const before = treeOf(directory);
    expect(
      expectDone(await genCerts({ cluster, certificates: directory, now: NOW, disk: quickDisk })).written,
    ).toBe(0);
    expect(changedPaths(before, treeOf(directory))).toEqual([]);
  });
});

/** A marker that knows no authority yet, as an older folder's might: the certificates speak for themselves. */
function writeMarkerFor(directory: string): void {
  const marker = { kind: "quorate-certificates", version: 1, cluster: "home", authorities: {} };
  writeFileSync(join(directory, "quorate.json"), `${JSON.stringify(marker, null, 2)}\n`);
}
