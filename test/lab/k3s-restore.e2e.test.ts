import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FOLDER, K3S_NODES, K3sLab, SERVERS } from "./k3s-lab.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually } from "./workspace.ts";

// A snapshot of k3s', or of the lab's stand-in for it, and a whole cluster that is brought back from it after the data
// of all servers were destroyed. It takes some ten minutes, hence this is left out unless it is asked for:
// QUORATE_LAB_K3S=all.

const wanted = process.env["QUORATE_LAB_K3S"] === "all";

if (!wanted && !leftOut)
  process.stderr.write("No cluster of k3s is restored: that is with QUORATE_LAB_K3S=all\n");

describe.skipIf(leftOut || !wanted)("a lab of k3s", () => {
  const lab = new K3sLab();
  const quorate = (...words: readonly string[]) => lab.workspace.asOperator(...words);
  const all = () => join(lab.workspace.folder, "snapshots");
  const snapshots = (): readonly string[] =>
    readdirSync(all())
      .filter((name) => name.startsWith("k3s-restore-"))
      .sort();
  const allReady = (seconds: number) =>
    eventually("all nodes are Ready", seconds, () => `${lab.kubernetes.readyNodes()}` === `${K3S_NODES}`);
  const write = (name: string) => lab.kubernetes.must("create", "configmap", name);
  const note = (name: string) => lab.kubernetes.kubectl("get", "configmap", name, "--output=name").code;
  const token = () =>
    readFileSync(join(lab.workspace.folder, "certs/authorities/k3s-server-token"), "utf8").trim();
  let cluster: string;

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start("k3s-restore");
  });
  afterAll(() => lab.dispose());

  test("is there", { timeout: 900_000 }, async () => {
    const { code, err } = lab.workspace.deploy("--all", "--yes");
    expect(code, err).toBe(0);
    await allReady(240);
    cluster = lab.clusterId("server1");
  });

  test("gives a snapshot, with the token that opens it", { timeout: 120_000 }, () => {
    write("before");
    lab.kubernetes.must("create", "secret", "generic", "kept", "--from-literal=a=b");
    const { code, out, err } = quorate("etcd", "snapshot");
    expect(code, err).toBe(0);
    const [name = ""] = snapshots();
    const folder = join(all(), name);
    expect(out.trim()).toBe(folder);
    expect(readdirSync(folder).sort()).toEqual(["k3s-server-token", "manifest.json", "snapshot.db"]);
    for (const file of readdirSync(folder))
      expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600);
    expect(readFileSync(join(folder, "k3s-server-token"), "utf8").trim()).toBe(token());
    const secret = token().replace(/^.*:/, "");
    for (const text of [out, err, readFileSync(join(folder, "manifest.json"), "utf8")]) {
      expect(text).not.toContain(secret);
    }
    for (const server of SERVERS) {
      const left = [
        "sh",
        "-c",
        `ls -A /var/lib/quorate/snapshots ${FOLDER}/server/db/snapshots 2>/dev/null | grep -v '^/'`,
      ];
      expect(lab.workspace.onHost(server, left).out.trim()).toBe("");
    }
  });

  test("is copied before a server is touched", { timeout: 900_000 }, () => {
    const { code, err } = quorate("reboot", "server2");
    expect(code, err).toBe(0);
    expect(snapshots()).toHaveLength(2);
    expect(lab.clusterId("server2")).toBe(cluster);
  });

  test("is not restored while it serves, nor with another token", { timeout: 120_000 }, () => {
    const serves = quorate("etcd", "restore", `snapshots/${snapshots()[1]}`, "--yes");
    expect(serves.code).toBe(2);
    expect(serves.err).toContain("[restore-quorum-lives]");
    const file = "certs/hosts/server3/k3s-server-token";
    const own = lab.workspace.read(file);
    lab.workspace.write(file, own.replace(/[0-9a-f]{8}$/m, "00000000"));
    const other = quorate("etcd", "restore", `snapshots/${snapshots()[1]}`, "--yes");
    lab.workspace.write(file, own);
    expect(other.code).toBe(2);
    expect(other.err).toContain("[restore-token-differs]");
  });

  test("comes back from the snapshot after the data of all servers are destroyed", {
    timeout: 1_200_000,
  }, async () => {
    write("after");
    for (const server of SERVERS) {
      lab.workspace.mustOnHost(server, ["systemctl", "stop", "k3s.service"]);
      lab.workspace.mustOnHost(server, ["sh", "-c", `rm -rf ${FOLDER}/server/db/etcd/member`]);
    }
    // One has lost all that k3s has, and its disk is another one.
    lab.workspace.mustOnHost("server3", ["sh", "-c", `rm -rf ${FOLDER}/server`]);
    const began = Date.now();
    const { code, out, err } = quorate("etcd", "restore", `snapshots/${snapshots()[1]}`, "--yes");
    process.stderr.write(`The servers were restored in ${Math.round((Date.now() - began) / 1000)} s\n`);
    // Whose snapshot it is comes first.
    expect({ code, out: out.trim().split("\n").sort() }, err).toEqual({
      code: 0,
      out: SERVERS.map((server) => `${server}: restored`),
    });
    await allReady(240);
    const ids = SERVERS.map((server) => lab.clusterId(server));
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).not.toBe(cluster);
    expect(lab.members("server1").map((name) => name.replace(/-[0-9a-f]{8}$/, ""))).toEqual([...SERVERS]);
    expect(note("before")).toBe(0);
    expect(note("after")).not.toBe(0);
    // The key of Secrets came back with it.
    const kept = lab.kubernetes.must("get", "secret", "kept", "--output=jsonpath={.data.a}");
    expect(kept).toBe(Buffer.from("b").toString("base64"));
    write("again");
  });

  test("has nothing left to deploy", { timeout: 600_000 }, () => {
    const { code, out, err } = lab.workspace.deploy("--all");
    expect({ code, out: out.split("\n").sort().join("\n") }, err).toEqual({
      code: 0,
      out: ["", ...K3S_NODES.map((node) => `No action needed on ${node}`)].join("\n"),
    });
  });
});
