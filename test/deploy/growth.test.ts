import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownNet } from "../support/own-net.ts";
import type { TestHost } from "./host.ts";
import { askEtcd, etcdLog, keyOn, membersBy, putKey, runOn, startEtcdHost } from "./real-etcd.ts";
import { Scene } from "./scene.ts";

// Real etcds, which deploy founds and lets join over real ssh. No generation of theirs founds or joins anything.

const NODES = ["node1", "node2", "node3"] as const;

let scene: Scene;
const hosts = new Map<string, TestHost>();
const host = (name: string): TestHost => {
  const found = hosts.get(name);
  if (found === undefined) throw new Error(name);
  return found;
};

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  for (const program of ["/usr/sbin/sshd", "/usr/bin/etcd"]) {
    if (!existsSync(program)) throw new Error(`this test needs ${program}`);
  }
  scene = await Scene.make();
  for (const name of NODES) hosts.set(name, await startEtcdHost(scene, name));
});

afterAll(async () => {
  await scene?.dispose();
});

const start = (name: string) => runOn(scene, name, "systemctl start etcd.service");
const stop = (name: string) => runOn(scene, name, "systemctl stop etcd.service");
const clusterId = async (name: string) =>
  (
    (await askEtcd(scene, name, "/v3/maintenance/status", {}))?.["header"] as
      | { cluster_id: string }
      | undefined
  )?.cluster_id;

/** Founds a cluster of node1 alone, as a file with one master did. */
async function foundAlone(): Promise<void> {
  mkdirSync(host("node1").at("run/quorate-etcd"), { recursive: true });
  writeFileSync(host("node1").at("run/quorate-etcd/start"), "ETCD_INITIAL_CLUSTER_STATE=new\n");
  start("node1");
  rmSync(host("node1").at("run/quorate-etcd/start"));
  await putKey(scene, "node1", "before", "kept");
}

function wipe(): void {
  for (const name of NODES) {
    stop(name);
    rmSync(host(name).at("var/lib/etcd"), { recursive: true, force: true });
    rmSync(host(name).at("var/lib/quorate/etcd-joining"), { force: true });
  }
}

test("what a machine boots by itself founds nothing, and joins nothing", async () => {
  await foundAlone();
  start("node2");
  await expect
    .poll(() => etcdLog(host("node2")), { timeout: 200_000 })
    .toMatch(/could not retrieve cluster|cannot fetch cluster info/);
  expect(existsSync(host("node2").at("var/lib/etcd/member/wal"))).toBe(false);
});

test("one member becomes three, with everything that was written", async () => {
  const before = await clusterId("node1");
  const run = await scene.deploy({ all: true });
  expect(run.code, run.err.join("\n")).toBe(0);
  for (const name of NODES) {
    expect(await membersBy(scene, name)).toEqual([...NODES]);
    expect(await keyOn(scene, name, "before")).toBe("kept");
    expect(await clusterId(name)).toBe(before);
    expect(existsSync(host(name).at("run/quorate-etcd/start"))).toBe(false);
    expect(existsSync(host(name).at("var/lib/quorate/etcd-joining"))).toBe(false);
  }
  const again = await scene.deploy({ all: true });
  expect(again.out).toEqual(NODES.map((name) => `No action needed on ${name}`));
});

test("a member that the file does not have is removed by its id, and by the user's word alone", async () => {
  const address = `${ownNet()}.19`;
  const peerUrl = `https://${address}:2380`;
  const added = await askEtcd(scene, "node1", "/v3/cluster/member/add", {
    peerURLs: [peerUrl],
    isLearner: true,
  });
  const { ID } = (added?.["member"] ?? { ID: "0" }) as { readonly ID: string };
  const id = BigInt(ID).toString(16);
  const refused = await scene.deploy({ all: true });
  expect(refused.code).toBe(2);
  expect(refused.err.join("\n")).toContain(`give --remove ${id}`);
  // What else of it is there goes on, and is nobody's to stop.
  const kubelet = createServer().listen(10_250, address);
  await once(kubelet, "listening");
  const run = await scene.deploy({ all: true, remove: [id] });
  kubelet.close();
  expect(run.code, run.err.join("\n")).toBe(0);
  expect(run.err.join("\n")).toContain(`a kubelet still answers on its machine (${address}, at 10250)`);
  expect(run.err.join("\n")).toContain("[removed-still-runs]");
  expect(await membersBy(scene, "node2")).toEqual([...NODES]);
});

test("a member whose data are gone is replaced by name, and by nothing else", async () => {
  stop("node3");
  rmSync(host("node3").at("var/lib/etcd"), { recursive: true });
  const refused = await scene.deploy({ targets: ["node3"], yes: true });
  expect(refused.code).toBe(2);
  expect(refused.err.join("\n")).toContain("[member-replaced]");
  await putKey(scene, "node1", "without", "node3");
  const run = await scene.deploy({ targets: ["node3"], erase: ["node3"] });
  expect(run.code, run.err.join("\n")).toBe(0);
  expect(await membersBy(scene, "node2")).toEqual([...NODES]);
  expect(await keyOn(scene, "node3", "without")).toBe("node3");
});

test("a node that has lost its disk is replaced by a command of its own, once that is agreed to by name", async () => {
  const whole = await scene.replace("node3", ["node3"]);
  expect(whole.code).toBe(2);
  expect(whole.err.join("\n")).toContain("[replace-nothing-lost]");
  stop("node3");
  rmSync(host("node3").at("var/lib/etcd"), { recursive: true });
  const unasked = await scene.replace("node3", []);
  expect(unasked.code).toBe(2);
  expect(unasked.err.join("\n")).toContain("then give --erase node3");
  expect((await scene.replace("node3", ["node2"])).code).toBe(2);
  expect(await membersBy(scene, "node1")).toEqual([...NODES]);
  await putKey(scene, "node1", "replaced", "node3");
  const run = await scene.replace("node3", ["node3"]);
  expect(run.code, run.err.join("\n")).toBe(0);
  expect(await membersBy(scene, "node2")).toEqual([...NODES]);
  expect(await keyOn(scene, "node3", "replaced")).toBe("node3");
});

test("a learner that does not start is taken off the list again, and the next run takes it in", async () => {
  wipe();
  await foundAlone();
  const failing = await scene.deploy({ targets: ["node2"] }, (run) => async (command) => {
    const output = await run(command);
    return command.description === "start its member of etcd" ? { ...output, code: 1 } : output;
  });
  expect(failing.code).toBe(1);
  expect(failing.err.join("\n")).toContain("[member-start-failed]");
  expect(await membersBy(scene, "node1")).toEqual(["node1"]);
  expect(existsSync(host("node2").at("var/lib/etcd/member"))).toBe(false);
  // Nothing is deleted.
  expect(readdirSync(host("node2").at("var/lib/etcd")).join()).toMatch(/^member-removed-/);
  const run = await scene.deploy({ targets: ["node2"] });
  expect(run.code, run.err.join("\n")).toBe(0);
  expect(await membersBy(scene, "node2")).toEqual(["node1", "node2"]);
});

test("a cluster begins where nobody has data, once and with one id", async () => {
  wipe();
  const run = await scene.deploy({ all: true });
  expect(run.code, run.err.join("\n")).toBe(0);
  const ids = await Promise.all(NODES.map(clusterId));
  expect(new Set(ids).size).toBe(1);
  for (const name of NODES) {
    expect(await membersBy(scene, name)).toEqual([...NODES]);
    expect(existsSync(host(name).at("run/quorate-etcd/start"))).toBe(false);
  }
  await putKey(scene, "node1", "first", "one");
});
