import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterOf } from "@quorate/cluster/testing";
import { temporaryFolder, treeOf } from "@quorate/files/testing";
import { describe, expect, it } from "vitest";
import { DAY, folderWith, NOW } from "../test/folder.ts";
import { genCerts, inspectCertificates } from "./index.ts";

/** Written in two parts: no file here looks as if it held a private key. */
const EC_HEADER = ["-----BEGIN EC", "PRIVATE KEY-----"].join(" ");

const cluster = clusterOf({ stacked: 3, workers: 1 });
const later = (days: number): Date => new Date(NOW.getTime() + days * DAY);

describe("inspectCertificates", () => {
  it("finds nothing in a complete folder, and changes nothing", async () => {
    const directory = await folderWith(cluster);
    const before = treeOf(directory);
    expect(inspectCertificates({ cluster, certificates: directory, now: later(200) })).toEqual([]);
    expect(treeOf(directory)).toEqual(before);
  });

  it("does not need the authorities' keys", async () => {
    const directory = await folderWith(cluster);
    for (const name of ["kubernetes-ca", "etcd-ca", "front-proxy-ca"]) {
      rmSync(join(directory, `authorities/${name}.key`));
    }
    expect(inspectCertificates({ cluster, certificates: directory, now: NOW })).toEqual([]);
  });

  it.each<[string, (directory: string) => void, [string, string, string | undefined][]]>([
    [
      "a missing leaf",
      (d) => {
        rmSync(join(d, "hosts/node1/scheduler.crt"));
        rmSync(join(d, "hosts/node1/scheduler.key"));
      },
      [["certificate-missing", "hosts/node1/scheduler.crt", "node1"]],
    ],
    [
      "half a leaf",
      (d) => rmSync(join(d, "hosts/node1/scheduler.key")),
      [["certificate-broken", "hosts/node1/scheduler.crt", "node1"]],
    ],
    [
      "a missing copy",
      (d) => rmSync(join(d, "hosts/node2/etcd-ca.crt")),
      [["file-missing", "hosts/node2/etcd-ca.crt", "node2"]],
    ],
    [
      "a copy that differs",
      (d) => writeFileSync(join(d, "hosts/node2/service-account.pub"), "x"),
      [["file-differs", "hosts/node2/service-account.pub", "node2"]],
    ],
    [
      "a missing operator's file",
      (d) => rmSync(join(d, "operator/known_hosts")),
      [["file-missing", "operator/known_hosts", undefined]],
    ],
    [
      "an authority that is gone",
      (d) => rmSync(join(d, "authorities/front-proxy-ca.crt")),
      [["authority-certificate-missing", "authorities/front-proxy-ca.crt", undefined]],
    ],
    [
      "a node that was never made",
      (d) => rmSync(join(d, "hosts/node4"), { recursive: true }),
      [["certificate-missing", "hosts/node4", "node4"]],
    ],
    [
      "a node of which one file is left",
      (d) => {
        for (const file of readdirSync(join(d, "hosts/node4"))) {
          if (file !== "authorized_keys") rmSync(join(d, "hosts/node4", file));
        }
      },
      [
        ["certificate-missing", "hosts/node4/flannel-client.crt", "node4"],
        ["certificate-missing", "hosts/node4/kube-proxy.crt", "node4"],
        ["certificate-missing", "hosts/node4/kubelet-client.crt", "node4"],
        ["certificate-missing", "hosts/node4/kubelet-server.crt", "node4"],
        ["file-missing", "hosts/node4/kubernetes-ca.crt", "node4"],
        ["file-missing", "hosts/node4/ssh_host_ed25519_key", "node4"],
        ["file-missing", "hosts/node4/ssh_host_ed25519_key.pub", "node4"],
      ],
    ],
  ])("finds %s", async (_, damage, expected) => {
    const directory = await folderWith(cluster);
    damage(directory);
    const problems = inspectCertificates({ cluster, certificates: directory, now: NOW });
    expect(problems.map(({ code, where, node }) => [code, where, node])).toEqual(
      expected.map(([code, path, node]) => [code, join(directory, path), node]),
    );
    expect(problems.every(({ severity, hint }) => severity === "error" && hint !== undefined)).toBe(true);
  });

  it("tells what is due from what has expired", async () => {
    const directory = await folderWith(cluster);
    const due = inspectCertificates({ cluster, certificates: directory, now: later(250) });
    expect(new Set(due.map(({ code, severity }) => `${code} ${severity}`))).toEqual(
      new Set(["certificate-due warning"]),
    );
    const days = (now: Date) =>
      new Set(inspectCertificates({ cluster, certificates: directory, now }).map(({ code }) => code));
    expect(days(later(334))).toEqual(new Set(["certificate-due"]));
    expect(days(later(336))).toEqual(new Set(["certificate-ends-soon"]));
    const expired = inspectCertificates({ cluster, certificates: directory, now: later(366) });
    expect(new Set(expired.map(({ code, severity }) => `${code} ${severity}`))).toEqual(
      new Set(["certificate-expired error"]),
    );
    const void_ = inspectCertificates({ cluster, certificates: directory, now: later(3651) });
    expect(new Set(void_.map(({ code }) => code))).toEqual(new Set(["authority-expired"]));
  });

  it("does not refuse what no renewal makes longer: its authority ends then", async () => {
    const directory = temporaryFolder();
    const lifetimes = { leafDays: 365, authorityDays: 365 };
    expect((await genCerts({ cluster, certificates: directory, now: NOW, lifetimes })).ok).toBe(true);
    const codes = inspectCertificates({ cluster, certificates: directory, now: later(350) }).map(
      ({ code }) => code,
    );
    expect(new Set(codes)).toEqual(new Set(["authority-due", "certificate-due"]));
  });

  it("finds certificates stale when the cluster changed, of the nodes asked for alone", async () => {
    const directory = await folderWith(cluster);
    const named = clusterOf({ stacked: 3, workers: 1 }, { extraSans: ["api.example.com"] });
    const stale = inspectCertificates({
      cluster: named,
      certificates: directory,
      now: NOW,
      nodes: ["node2", "node4"],
    });
    expect(stale).toMatchObject([
      {
        code: "certificate-stale",
        node: "node2",
        message: "apiserver: adds api.example.com",
        hint: `Run \`quorate genCerts ${directory}\``,
      },
    ]);
  });

  it.each([
    ["does not exist", () => join(temporaryFolder(), "certs"), "folder-missing"],
    ["is empty", temporaryFolder, "folder-missing"],
    [
      "is somebody else's",
      () => {
        const directory = temporaryFolder();
        writeFileSync(join(directory, "a"), "");
        return directory;
      },
      "folder-not-ours",
    ],
  ])("refuses a folder that %s", (_, folder, code) => {
    const problems = inspectCertificates({ cluster, certificates: folder(), now: NOW });
    expect(problems.map(({ code }) => code)).toEqual([code]);
  });

  it("never quotes a key", async () => {
    const directory = await folderWith(cluster);
    const secret = readFileSync(join(directory, "hosts/node1/scheduler.key"), "utf8").split("\n")[1] ?? "";
    writeFileSync(join(directory, "hosts/node1/scheduler.key"), `${EC_HEADER}\n${secret}`);
    const text = JSON.stringify(inspectCertificates({ cluster, certificates: directory, now: NOW }));
    expect(secret.length).toBe(64);
    expect(text).not.toContain(secret.slice(0, 16));
  });
});
