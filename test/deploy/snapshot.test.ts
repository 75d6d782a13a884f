import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readManifest } from "@quorate/rollout";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tellMembers } from "../../apps/etcd/members.ts";
import { type RestoreOptions, restoreCluster } from "../../apps/etcd/restore.ts";
import { snapshotCluster } from "../../apps/etcd/snapshot.ts";
import type { TestHost } from "./host.ts";
import { askEtcd, keyOn, membersBy, putKey, runOn, startEtcdHost } from "./real-etcd.ts";
import { Scene } from "./scene.ts";

// Real etcds behind real sshds: what is in them is copied to the machine of whoever deploys.

const NODES = ["node1", "node2", "node3"] as const;

let scene: Scene;
const hosts = new Map<string, TestHost>();

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  for (const program of ["/usr/sbin/sshd", "/usr/bin/etcd", "/usr/bin/etcdctl"]) {
    if (!existsSync(program)) throw new Error(`this test needs ${program}`);
  }
  scene = await Scene.make();
  for (const name of NODES) hosts.set(name, await startEtcdHost(scene, name));
});

afterAll(async () => {
  await scene?.dispose();
});

const snapshots = () => join(scene.folder, "snapshots");
const taken = () =>
  existsSync(snapshots()) ? readdirSync(snapshots()).filter((name) => name.startsWith("home-")) : [];
const manifestOf = (name: string) => {
  const manifest = readManifest(readFileSync(join(snapshots(), name, "manifest.json"), "utf8"));
  if (manifest === undefined) throw new Error(`${name} has no manifest`);
  return manifest;
};

describe("a snapshot of etcd", () => {
  test("is not taken where a cluster begins", async () => {
    const run = await scene.deploy({ all: true });
    expect(run.code, run.err.join("\n")).toBe(0);
    expect(taken()).toEqual([]);
    await putKey(scene, "node1", "before", "kept");
  });

  test("is taken and told by a command of its own, and says what it is of", async () => {
    const { code, out, err } = await scene.call((file, context, world) =>
      snapshotCluster(scene.cluster, file, scene.options, context, world),
    );
    expect(code, err.join("\n")).toBe(0);
    const [name = ""] = taken();
    expect(out).toEqual([join(snapshots(), name)]);
    const manifest = manifestOf(name);
    expect(manifest.members.map((member) => member.name)).toEqual([...NODES]);
    expect(manifest.keys).toBeGreaterThanOrEqual(1);
    expect(manifest.clusterId).toMatch(/^[0-9a-f]+$/);
    expect(manifest.etcdVersion).toMatch(/^\d+\.\d+\.\d+/);
    expect(statSync(join(snapshots(), name, "snapshot.db")).mode & 0o777).toBe(0o600);
    expect(statSync(join(snapshots(), name, "snapshot.db")).size).toBe(manifest.bytes);
    for (const host of hosts.values()) {
      const left = host.at("var/lib/quorate/snapshots");
      expect(existsSync(left) ? readdirSync(left) : []).toEqual([]);
    }
  });

  test("the members are told by all of them", async () => {
    const { code, out } = await scene.call((file, context, world) =>
      tellMembers(scene.cluster, file, scene.options, context, world),
    );
    expect(code).toBe(0);
    expect(out[0]).toBe("etcd: 3 of 3 voters, tolerates 1");
    expect(out.filter((line) => /^node\d .* (voter|leader) +healthy/.test(line))).toHaveLength(3);
    expect(out.filter((line) => line.includes("leader"))).toHaveLength(1);
  });

  test("is taken before a member is touched, and not where nothing is done", async () => {
    const before = taken().length;
    expect((await scene.deploy({ all: true })).out).toEqual(NODES.map((n) => `No action needed on ${n}`));
    expect(taken()).toHaveLength(before);
    scene.writeFlake("second");
    const order: string[] = [];
    const run = await scene.deploy({ targets: ["node2"] }, (runner) => (command) => {
      order.push(command.description);
      return runner(command);
    });
    expect(run.code, run.err.join("\n")).toBe(0);
    expect(run.out).toEqual(["node2: deployed"]);
    expect(taken()).toHaveLength(before + 1);
    expect(order.indexOf("fetch the snapshot of etcd")).toBeLessThan(order.indexOf("activate"));
    expect(order.indexOf("fetch the snapshot of etcd")).toBeGreaterThan(0);
    expect(run.err.join("\n")).toMatch(/the snapshot of etcd is in .*snapshots\/home-/);
  });

  test("that can't be taken stops everything before anything is touched", async () => {
    scene.writeFlake("third");
    const before = taken().length;
    const failing = await scene.deploy({ targets: ["node2"] }, (runner) => async (command) => {
      if (command.description !== "fetch the snapshot of etcd") return await runner(command);
      return await runner({ ...command, inputFrom: ["sh", "-c", "head -c 1000 /dev/zero"] });
    });
    expect(failing.code).toBe(1);
    expect(failing.err.join("\n")).toContain("[snapshot-damaged]");
    expect(taken()).toHaveLength(before);
    expect(readdirSync(snapshots()).filter((name) => name.startsWith(".incoming"))).toEqual([]);
    const activations = readFileSync(hosts.get("node2")?.at("run/activations") ?? "", "utf8");
    expect(activations).not.toContain("third");
    const insisted = await scene.deploy({ targets: ["node2"], snapshot: false });
    expect(insisted.code, insisted.err.join("\n")).toBe(0);
    expect(taken()).toHaveLength(before);
  });

  test("goes when it is too old, the newest and other people's files never", async () => {
    const old = "home-20200101-000000-0000";
    for (const name of [old, "notes"]) mkdirSync(join(snapshots(), name));
    writeFileSync(join(snapshots(), "notes/a"), "");
    scene.writeFlake("fourth");
    const run = await scene.deploy({ targets: ["node1"] });
    expect(run.code, run.err.join("\n")).toBe(0);
    await expect.poll(() => existsSync(join(snapshots(), old)), { timeout: 200_000 }).toBe(false);
    expect(existsSync(join(snapshots(), "notes/a"))).toBe(true);
    expect(taken().length).toBeGreaterThan(1);
  });
});

describe("a restore", () => {
  const options = (snapshot: string, more: Partial<RestoreOptions> = {}): RestoreOptions => ({
    ...{ ...scene.options, snapshot, without: [], evenIfItServes: false, yes: true },
    ...more,
  });
  const restore = (
    snapshot: string,
    more: Partial<RestoreOptions> = {},
    ...rest: readonly [
      Parameters<Scene["call"]>[1]?,
      Parameters<Scene["call"]>[2]?,
      Parameters<Scene["call"]>[3]?,
    ]
  ) =>
    scene.call(
      (file, context, world) => restoreCluster(scene.cluster, file, options(snapshot, more), context, world),
      ...rest,
    );
  const clusterId = async (name: string) =>
    (
      (await askEtcd(scene, name, "/v3/maintenance/status", {}))?.["header"] as
        | { cluster_id: string }
        | undefined
    )?.cluster_id;
  let copy = "";
  const newest = () => copy;

  test("is refused while etcd serves, by the wrong answer, and of what is no snapshot", async () => {
    await putKey(scene, "node1", "in", "the snapshot");
    const { code, out } = await scene.call((file, context, world) =>
      snapshotCluster(scene.cluster, file, scene.options, context, world),
    );
    expect(code).toBe(0);
    copy = out[0] ?? "";
    const serving = await restore(newest());
    expect(serving.code).toBe(2);
    expect(serving.err.join("\n")).toContain("[restore-quorum-lives]");
    const unasked = await restore(newest(), { yes: false, evenIfItServes: true });
    expect(unasked.err.join("\n")).toContain("[restore-needs-consent]");
    const wrong = await restore(newest(), { yes: false, evenIfItServes: true }, undefined, undefined, {
      ask: async () => "yes",
    });
    expect([unasked.code, wrong.code]).toEqual([2, 2]);
    expect((await restore(scene.folder)).err.join("\n")).toContain("[snapshot-unreadable]");
    const altered = join(scene.folder, "altered");
    mkdirSync(altered);
    for (const file of ["manifest.json", "snapshot.db"]) {
      writeFileSync(join(altered, file), readFileSync(join(newest(), file)));
    }
    writeFileSync(join(altered, "snapshot.db"), "x", { flag: "a" });
    expect((await restore(altered)).err.join("\n")).toContain("[snapshot-altered]");
    const newer = join(scene.folder, "newer");
    mkdirSync(newer);
    const manifest = readFileSync(join(newest(), "manifest.json"), "utf8");
    const { etcdVersion } = JSON.parse(manifest).taken;
    writeFileSync(join(newer, "manifest.json"), manifest.replace(`"${etcdVersion}"`, '"9.9.0"'));
    writeFileSync(join(newer, "snapshot.db"), readFileSync(join(newest(), "snapshot.db")));
    const old = await restore(newer, { evenIfItServes: true });
    expect(old.code).toBe(1);
    expect(old.err.join("\n")).toContain("and the snapshot is of 9.9.0 [restore-etcd-older]");
    expect(await keyOn(scene, "node1", "in")).toBe("the snapshot");
  });

  test("brings a whole cluster back of which nothing is left, killed half-way as well", async () => {
    await putKey(scene, "node1", "after", "the snapshot");
    const before = await clusterId("node1");
    for (const name of ["node1", "node2"]) {
      runOn(scene, name, "systemctl stop etcd.service");
      rmSync(hosts.get(name)?.at("var/lib/etcd") ?? "", { recursive: true });
    }
    // One that can't be asked may serve.
    const unreached = await restore(
      newest(),
      {},
      (run) => async (command) =>
        command.node === "node2" ? { code: 255, stdout: "", stderr: "no route to host" } : await run(command),
    );
    expect(unreached.code).toBe(2);
    expect(unreached.err.join("\n")).toContain("[restore-not-asked]");
    const broken = await restore(
      newest(),
      {},
      (run) => async (command) =>
        command.description === "put what was restored in place" && command.node === "node2"
          ? { code: 1, stdout: "", stderr: "it broke" }
          : await run(command),
    );
    expect(broken.code).toBe(1);
    expect(broken.err.join("\n")).toContain("[restore-swap-failed]");
    const run = await restore(newest(), { yes: false }, undefined, undefined, { ask: async () => "home" });
    expect(run.code, run.err.join("\n")).toBe(0);
    for (const name of NODES) {
      expect(await keyOn(scene, name, "in")).toBe("the snapshot");
      expect(await keyOn(scene, name, "after")).toBeUndefined();
      expect(await membersBy(scene, name)).toEqual([...NODES]);
    }
    const after = await clusterId("node1");
    expect(after).not.toBe(before);
    expect(await clusterId("node3")).toBe(after);
    // What node3 still had, and what the run before had put in place, are there beside it.
    const aside = readdirSync(hosts.get("node3")?.at("var/lib/etcd") ?? "");
    expect(aside.filter((name) => name.startsWith("member-before-restore-")).length).toBeGreaterThan(0);
    expect(aside.filter((name) => name.startsWith(".restore-"))).toEqual([]);
    await putKey(scene, "node2", "new", "one");
    expect((await scene.deploy({ all: true })).code).toBe(0);
  });
});
