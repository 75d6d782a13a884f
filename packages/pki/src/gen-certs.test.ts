import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterOf } from "@quorate/cluster/testing";
import { changedPaths, quickDisk, temporaryFolder, treeOf } from "@quorate/files/testing";
import { describe, expect, it } from "vitest";
import { DAY, expectDone, folderWith, NOW } from "../test/folder.ts";
import { genCerts, planCertificates } from "./index.ts";

const cluster = clusterOf({ stacked: 3, workers: 1 });
const later = (days: number): Date => new Date(NOW.getTime() + days * DAY);

describe("a first run", () => {
  it("makes exactly the planned files, with their modes, and says that they are new", async () => {
    const directory = join(temporaryFolder(), "deep", "certs");
    const { rows, warnings, written } = expectDone(
      await genCerts({ cluster, certificates: directory, now: NOW, disk: quickDisk }),
    );
    const { files, leaves, nodes } = planCertificates(cluster);
    const tree = [...treeOf(directory)].map(([path, value]) => `${path} ${value.slice(0, 4)}`);
    const expected = [
      ...files.map(({ path, mode }) => `${path} ${mode}`),
      ".gitignore 0644",
      "quorate.json 0644",
      ...["authorities/", "hosts/", "operator/", ...nodes.map((name) => `hosts/${name}/`)].map(
        (folder) => `${folder} 0700`,
      ),
    ];
    expect(tree.sort()).toEqual(expected.sort());
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(directory, ".gitignore"), "utf8")).toBe("*\n");
    expect(written).toBe(files.length + 2);
    expect(warnings).toEqual([]);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["new"]));
    expect(rows.filter(({ kind }) => kind === "certificate").length).toBe(leaves.length);
    expect(rows.filter(({ kind }) => kind === "authority").length).toBe(3);
    const apiserver = rows.find(({ place, name }) => place === "node1" && name === "apiserver");
    expect(apiserver).toMatchObject({
      subject: "CN=kube-apiserver",
      path: "hosts/node1/apiserver.crt",
      expires: later(365),
    });
    expect(apiserver?.sans).toContain("10.0.255.100");
  });

  it.each([0o000, 0o022, 0o077])("is not moved by a umask of %o", async (umask) => {
    const before = process.umask(umask);
    try {
      const directory = await folderWith(clusterOf({ stacked: 1 }));
      const modes = new Set([...treeOf(directory).values()].map((value) => value.slice(0, 4)));
      expect(modes).toEqual(new Set(["0600", "0644", "0700"]));
    } finally {
      process.umask(before);
    }
  });

  it("takes an empty folder of any mode, and one with a file system's own lost+found", async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, ".gitkeep"), "");
    expectDone(await genCerts({ cluster, certificates: directory, now: NOW, disk: quickDisk }));
  });

  it("gives the operator a kubeconfig that holds everything", async () => {
    const directory = await folderWith(cluster);
    for (const [file, name] of [
      ["kubeconfig", "admin"],
      ["kubeconfig-break-glass", "break-glass"],
    ]) {
      const config = JSON.parse(readFileSync(join(directory, "operator", file ?? ""), "utf8"));
      const base64 = (path: string): string => readFileSync(join(directory, path)).toString("base64");
      expect(config["current-context"]).toBe("home");
      expect(config.contexts).toEqual([{ name: "home", context: { cluster: "home", user: name } }]);
      expect(config.clusters[0].cluster).toEqual({
        server: "https://10.0.255.100:6443",
        "certificate-authority-data": base64("authorities/kubernetes-ca.crt"),
      });
      expect(config.users[0].user).toEqual({
        "client-certificate-data": base64(`operator/${name}.crt`),
        "client-key-data": base64(`operator/${name}.key`),
      });
    }
  });

  it("lets in the operator and the cluster's own keys", async () => {
    const ours = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEmWk2Fqmg4nHqhMWdVh8Tn0YFqAzG0sZ1k1nWv5mNcW me@desk";
    const directory = await folderWith(clusterOf({ stacked: 1 }, { authorizedKeys: [ours] }));
    const operator = readFileSync(join(directory, "operator/id_ed25519.pub"), "utf8");
    expect(readFileSync(join(directory, "hosts/node1/authorized_keys"), "utf8")).toBe(`${ours}\n${operator}`);
  });

  it("makes an encryption key of 32 bytes, and none where Secrets are not encrypted", async () => {
    const path = "authorities/encryption-config.json";
    const directory = await folderWith(cluster);
    const config = JSON.parse(readFileSync(join(directory, path), "utf8"));
    const [provider, fallback] = config.resources[0].providers;
    expect(Buffer.from(provider.secretbox.keys[0].secret, "base64").length).toBe(32);
    expect(fallback).toEqual({ identity: {} });
    const without = await folderWith(clusterOf({ stacked: 1 }, { encryptSecrets: false }));
    expect(treeOf(without).has(path)).toBe(false);
  });
});

describe("a further run", () => {
  it("changes nothing where nothing changed", async () => {
    const directory = await folderWith(cluster);
    const before = treeOf(directory);
    const { rows, written } = expectDone(
      await genCerts({ cluster, certificates: directory, now: later(100), disk: quickDisk }),
    );
    expect(written).toBe(0);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["kept"]));
    expect(treeOf(directory)).toEqual(before);
  });

  it("makes a new node's files and known_hosts, and keeps all else byte for byte", async () => {
    const directory = await folderWith(cluster);
    const before = treeOf(directory);
    const bigger = clusterOf({ stacked: 3, workers: 2 });
    const { rows } = expectDone(
      await genCerts({ cluster: bigger, certificates: directory, now: later(1), disk: quickDisk }),
    );
    const changed = changedPaths(before, treeOf(directory));
    expect(changed.filter((path) => !path.startsWith("hosts/node5/"))).toEqual(["operator/known_hosts"]);
    expect(changed.length).toBe(1 + 1 + 12);
    const made = rows.filter(({ status }) => status === "new");
    expect(new Set(made.map(({ place }) => place))).toEqual(new Set(["node5"]));
  });

  it("tells which files it rewrites where no certificate changes", async () => {
    const directory = await folderWith(cluster);
    const before = treeOf(directory);
    const moved = clusterOf({ stacked: 3, workers: 1 }, { apiPort: 7443 });
    const { rows, written } = expectDone(
      await genCerts({ cluster: moved, certificates: directory, now: later(1), disk: quickDisk }),
    );
    const changed = changedPaths(before, treeOf(directory));
    expect(changed).toContain("operator/kubeconfig");
    expect(written).toBe(changed.length);
    const told = rows.filter(({ status }) => status !== "kept");
    expect(told.map(({ path }) => path).sort()).toEqual(changed);
    expect(told[0]).toMatchObject({
      kind: "file",
      place: "operator",
      status: "rewritten",
      reason: "what it is made from has changed",
    });
  });

  it("renews what a new name concerns, and keeps all else byte for byte", async () => {
    const directory = await folderWith(cluster);
    const before = treeOf(directory);
    const named = clusterOf({ stacked: 3, workers: 1 }, { extraSans: ["api.example.com", "192.0.2.1"] });
    const { rows } = expectDone(
      await genCerts({ cluster: named, certificates: directory, now: later(1), disk: quickDisk }),
    );
    expect(changedPaths(before, treeOf(directory))).toEqual(
      ["node1", "node2", "node3"].flatMap((node) => [
        `hosts/${node}/apiserver.crt`,
        `hosts/${node}/apiserver.key`,
      ]),
    );
    const renewed = rows.filter(({ status }) => status === "renewed");
    expect(renewed.map(({ reason }) => reason)).toEqual(Array(3).fill("adds api.example.com, 192.0.2.1"));

    const { rows: again } = expectDone(
      await genCerts({ cluster, certificates: directory, now: later(2), disk: quickDisk }),
    );
    const reasons = again.filter(({ status }) => status === "renewed").map(({ reason }) => reason);
    expect(reasons).toEqual(Array(3).fill("drops api.example.com, 192.0.2.1"));
  });

  it("rewrites what follows from a changed API address alone", async () => {
    const directory = await folderWith(cluster);
    const before = treeOf(directory);
    const moved = { ...cluster, api: { ...cluster.api, url: "https://10.0.255.100:8443" } };
    expectDone(await genCerts({ cluster: moved, certificates: directory, now: NOW, disk: quickDisk }));
    expect(changedPaths(before, treeOf(directory))).toEqual([
      "operator/kubeconfig",
      "operator/kubeconfig-break-glass",
    ]);
  });

  it("renews leaves past two thirds of their lifetime, and never an authority", async () => {
    const directory = await folderWith(cluster);
    const before = treeOf(directory);
    const { rows } = expectDone(
      await genCerts({ cluster, certificates: directory, now: later(244), disk: quickDisk }),
    );
    const byKind = (kind: string): Set<string> =>
      new Set(rows.filter((row) => row.kind === kind).map(({ status }) => status));
    expect(byKind("certificate")).toEqual(new Set(["renewed"]));
    expect(byKind("authority")).toEqual(new Set(["kept"]));
    expect(byKind("key")).toEqual(new Set(["kept"]));
    const changed = changedPaths(before, treeOf(directory));
    expect(changed.filter((path) => /authorities|ssh|service-account|encryption|-ca\./.test(path))).toEqual(
      [],
    );
  });

  it("renews expired leaves, and says when they expired", async () => {
    const directory = await folderWith(clusterOf({ stacked: 1 }));
    const { rows } = expectDone(
      await genCerts({
        cluster: clusterOf({ stacked: 1 }),
        certificates: directory,
        now: later(400),
        disk: quickDisk,
      }),
    );
    const admin = rows.find(({ name }) => name === "admin");
    expect(admin).toMatchObject({
      status: "renewed",
      reason: "it expired on 2027-11-20",
      expires: later(765),
    });
  });

  it("warns of an authority that comes to its end, and lets no leaf outlive it", async () => {
    const directory = await folderWith(clusterOf({ stacked: 1 }));
    const { rows, warnings } = expectDone(
      await genCerts({
        cluster: clusterOf({ stacked: 1 }),
        certificates: directory,
        now: later(3500),
        disk: quickDisk,
      }),
    );
    expect(warnings.map(({ code }) => code)).toEqual(Array(3).fill("authority-due"));
    const expires = rows.filter(({ kind }) => kind === "certificate").map((row) => row.expires?.getTime());
    expect(new Set(expires)).toEqual(new Set([later(3650).getTime()]));
  });

  it.each<[string, (directory: string) => void, string, string]>([
    [
      "a missing key",
      (d) => rmSync(join(d, "hosts/node1/scheduler.key")),
      "renewed",
      "the certificate had no key",
    ],
    [
      "a missing certificate",
      (d) => rmSync(join(d, "hosts/node1/scheduler.crt")),
      "renewed",
      "the key had no certificate",
    ],
    ["a cut certificate", cut("hosts/node1/scheduler.crt"), "renewed", "the certificate could not be read"],
    ["a cut key", cut("hosts/node1/scheduler.key"), "renewed", "the key could not be read"],
    [
      "an empty key",
      (d) => writeFileSync(join(d, "hosts/node1/scheduler.key"), ""),
      "renewed",
      "the key could not be read",
    ],
    [
      "another leaf's key",
      copy("hosts/node1/kube-vip.key", "hosts/node1/scheduler.key"),
      "renewed",
      "key and certificate did not belong together",
    ],
    ["another host's pair", swap, "renewed", "subject becomes CN=system:kube-scheduler"],
    [
      "both halves missing",
      (d) => {
        rmSync(join(d, "hosts/node1/scheduler.key"));
        rmSync(join(d, "hosts/node1/scheduler.crt"));
      },
      "new",
      "",
    ],
  ])("heals %s", async (_, damage, status, reason) => {
    const directory = await folderWith(cluster);
    const before = treeOf(directory);
    damage(directory);
    const { rows } = expectDone(
      await genCerts({ cluster, certificates: directory, now: later(1), disk: quickDisk }),
    );
    expect(rows.filter((row) => row.status !== "kept")).toMatchObject([
      { place: "node1", name: "scheduler", status, reason },
    ]);
    const changed = changedPaths(before, treeOf(directory));
    expect(changed).toEqual(["hosts/node1/scheduler.crt", "hosts/node1/scheduler.key"]);
    expect(
      expectDone(await genCerts({ cluster, certificates: directory, now: later(1), disk: quickDisk }))
        .written,
    ).toBe(0);
  });

  it("renews a leaf that the other authority of the same folder signed", async () => {
    const directory = await folderWith(cluster);
    for (const end of ["crt", "key"])
      copy(`hosts/node1/etcd-peer.${end}`, `hosts/node1/scheduler.${end}`)(directory);
    const { rows } = expectDone(
      await genCerts({ cluster, certificates: directory, now: NOW, disk: quickDisk }),
    );
    expect(rows.find(({ status }) => status === "renewed")?.reason).toBe(
      "it was not signed by kubernetes-ca",
    );
  });

  it("mends copies and public halves from what they follow from", async () => {
    const directory = await folderWith(cluster);
    const before = treeOf(directory);
    for (const path of [
      "hosts/node1/kubernetes-ca.crt",
      "hosts/node2/service-account.key",
      "authorities/service-account.pub",
      "hosts/node3/authorized_keys",
      "operator/id_ed25519.pub",
      "operator/kubeconfig",
    ]) {
      rmSync(join(directory, path));
    }
    writeFileSync(join(directory, "hosts/node1/etcd-ca.crt"), "something else");
    expectDone(await genCerts({ cluster, certificates: directory, now: NOW, disk: quickDisk }));
    expect(changedPaths(before, treeOf(directory))).toEqual([]);
  });

  it("leaves what a gone node and a changed role leave behind, and says so", async () => {
    const directory = await folderWith(clusterOf({ stacked: 3, workers: 2 }));
    writeFileSync(join(directory, "notes.txt"), "mine", { mode: 0o600 });
    const before = treeOf(directory);
    const smaller = clusterOf({ stacked: 1, masters: 2, workers: 1 }, { encryptSecrets: false });
    const { rows } = expectDone(
      await genCerts({ cluster: smaller, certificates: directory, now: NOW, disk: quickDisk }),
    );
    const orphans = rows.filter(({ status }) => status === "orphan").map(({ path }) => path);
    const etcd = ["etcd-healthcheck-client", "etcd-peer", "etcd-server"];
    expect(orphans.sort()).toEqual(
      [
        "authorities/encryption-config.json",
        "hosts/node5",
        "notes.txt",
        ...["node1", "node2", "node3"].map((node) => `hosts/${node}/encryption-config.json`),
        ...["node2", "node3"].flatMap((node) =>
          etcd.flatMap((name) => [`hosts/${node}/${name}.crt`, `hosts/${node}/${name}.key`]),
        ),
      ].sort(),
    );
    expect(changedPaths(before, treeOf(directory))).toEqual(["operator/known_hosts"]);
  });

  it("takes away permissions that are too wide, with a warning", async () => {
    const directory = await folderWith(clusterOf({ stacked: 1 }));
    const before = treeOf(directory);
    const { chmodSync } = await import("node:fs");
    chmodSync(join(directory, "authorities/etcd-ca.key"), 0o640);
    chmodSync(join(directory, "hosts"), 0o755);
    chmodSync(join(directory, "operator/admin.crt"), 0o600);
    const result = expectDone(
      await genCerts({
        cluster: clusterOf({ stacked: 1 }),
        certificates: directory,
        now: NOW,
        disk: quickDisk,
      }),
    );
    expect(result.warnings).toMatchObject([
      { code: "folder-too-open", message: expect.stringContaining("hosts, authorities/etcd-ca.key") },
    ]);
    // Stricter than planned is nobody's harm.
    expect(changedPaths(before, treeOf(directory))).toEqual(["operator/admin.crt"]);
  });

  it("warns of a .gitignore that lets something through", async () => {
    const directory = await folderWith(clusterOf({ stacked: 1 }));
    writeFileSync(join(directory, ".gitignore"), "*.key\n");
    const result = expectDone(
      await genCerts({
        cluster: clusterOf({ stacked: 1 }),
        certificates: directory,
        now: NOW,
        disk: quickDisk,
      }),
    );
    expect(result.warnings.map(({ code }) => code)).toEqual(["folder-in-git"]);
  });
});

function cut(path: string) {
  return (directory: string): void => {
    const content = readFileSync(join(directory, path));
    writeFileSync(join(directory, path), content.subarray(0, content.length / 2));
  };
}

function copy(from: string, to: string) {
  return (directory: string): void => {
    writeFileSync(join(directory, to), readFileSync(join(directory, from)));
  };
}

function swap(directory: string): void {
  for (const end of ["crt", "key"])
    copy(`hosts/node1/kube-vip.${end}`, `hosts/node1/scheduler.${end}`)(directory);
}
