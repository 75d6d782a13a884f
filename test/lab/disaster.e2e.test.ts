import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADDRESSES, ClusterLab, NODES } from "./cluster-lab.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually } from "./workspace.ts";

// A snapshot, a rollout that takes one, and a whole cluster that is brought back from it after all data of etcd were
// destroyed. It takes some minutes, hence this is left out unless it is asked for: QUORATE_LAB_DISASTER=all.

const wanted = process.env["QUORATE_LAB_DISASTER"] === "all";

if (!wanted && !leftOut)
  process.stderr.write("No cluster is restored in the lab: that is with QUORATE_LAB_DISASTER=all\n");

describe.skipIf(leftOut || !wanted)("a cluster in the lab", () => {
  const lab = new ClusterLab({ name: "disaster" });
  const quorate = (...words: readonly string[]) => lab.workspace.asOperator(...words);
  const snapshots = (): readonly string[] =>
    readdirSync(join(lab.workspace.folder, "snapshots"))
      .filter((name) => name.startsWith("disaster-"))
      .sort();
  const note = (name: string) => lab.kubernetes.kubectl("get", "configmap", name, "--output=name").code;
  const write = (name: string) => lab.kubernetes.must("create", "configmap", name);

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start();
  });
  afterAll(() => lab.dispose());

  test("is there, and takes no snapshot of what begins", { timeout: 900_000 }, async () => {
    const { code, err } = lab.workspace.deploy("--all", "--yes");
    expect(code, err).toBe(0);
    await lab.kubernetes.allReady(NODES, 240);
  });

  test("tells its members", { timeout: 120_000 }, () => {
    const { code, out, err } = quorate("etcd", "members");
    expect(code, err).toBe(0);
    expect(out).toContain("etcd: 3 of 3 voters, tolerates 1");
    expect(out.match(/ (voter|leader) +healthy /g)).toHaveLength(3);
  });

  test("gives a snapshot", { timeout: 120_000 }, () => {
    write("before");
    const { code, out, err } = quorate("etcd", "snapshot");
    expect(code, err).toBe(0);
    expect(out.trim()).toBe(join(lab.workspace.folder, "snapshots", snapshots()[0] ?? ""));
    expect(err).toContain("authorities/encryption-config.json");
  });

  test("is copied before a member is touched", { timeout: 900_000 }, () => {
    lab.change({ ofNode2: 'nixos: { environment: { etc: { "a-change": { text: "1" } } } }' });
    const { code, out, err } = lab.workspace.deploy("node2");
    expect({ code, out }, err).toEqual({ code: 0, out: "node2: deployed\n" });
    expect(snapshots()).toHaveLength(2);
  });

  test("is not restored while it serves", { timeout: 120_000 }, () => {
    const { code, err } = quorate("etcd", "restore", `snapshots/${snapshots()[1]}`, "--yes");
    expect(code).toBe(2);
    expect(err).toContain("[restore-quorum-lives]");
  });

  test("comes back from the snapshot after all of etcd's data are destroyed", {
    timeout: 900_000,
  }, async () => {
    write("after");
    for (const node of NODES) {
      lab.workspace.mustOnHost(node, ["systemctl", "stop", "etcd.service"]);
      lab.workspace.mustOnHost(node, ["sh", "-c", "rm -rf /var/lib/etcd/member"]);
    }
    const { code, out, err } = quorate("etcd", "restore", `snapshots/${snapshots()[1]}`, "--yes");
    expect({ code, out }, err).toEqual({
      code: 0,
      out: NODES.map((node) => `${node}: restored\n`).join(""),
    });
    await lab.kubernetes.allReady(NODES, 240);
    expect(ADDRESSES.map((_, index) => lab.apiserverReady(index))).toEqual([true, true, true]);
    expect(lab.healthyMembers()).toEqual([...NODES]);
    expect(note("before")).toBe(0);
    expect(note("after")).not.toBe(0);
    // What is written now is of a later revision than anything that anybody has seen.
    write("again");
    const version = lab.kubernetes.must(
      "get",
      "configmap",
      "again",
      "--output=jsonpath={.metadata.resourceVersion}",
    );
    expect(Number(version)).toBeGreaterThan(1_000_000_000);
  });

  test("makes pods anew, and has nothing left to deploy", { timeout: 600_000 }, async () => {
    lab.kubernetes.must(
      "create",
      "deployment",
      "web",
      "--image=docker.io/library/busybox:1.37.0-1",
      "--",
      "sleep",
      "1d",
    );
    await eventually("a controller makes its ReplicaSet", 120, () =>
      lab.kubernetes.kubectl("get", "replicasets", "--output=name").out.includes("web-"),
    );
    const { code, out, err } = lab.workspace.deploy("--all");
    expect({ code, out }, err).toEqual({
      code: 0,
      out: NODES.map((node) => `No action needed on ${node}\n`).join(""),
    });
  });
});
