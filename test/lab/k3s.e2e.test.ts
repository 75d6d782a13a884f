import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FOLDER, K3S_NODES, K3sLab, SERVERS } from "./k3s-lab.ts";
import { conformanceSample } from "./suites/conformance-sample.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually } from "./workspace.ts";

// A cluster of k3s, or of the lab's stand-in for it. It takes a quarter of an hour, hence this is left out unless it
// is asked for: QUORATE_LAB_K3S=all.

const wanted = process.env["QUORATE_LAB_K3S"] === "all";

if (!wanted && !leftOut)
  process.stderr.write("No cluster of k3s was tried: that is with QUORATE_LAB_K3S=all\n");

describe.skipIf(leftOut || !wanted)("a lab of k3s", () => {
  const lab = new K3sLab();
  const allReady = (seconds: number) =>
    eventually("all nodes are Ready", seconds, () => `${lab.kubernetes.readyNodes()}` === `${K3S_NODES}`);
  let cluster: string;

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start("k3s-e2e");
  });
  afterAll(() => lab.dispose());

  test("is there by one command, from bare hosts", { timeout: 900_000 }, async () => {
    const { code, err } = lab.workspace.deploy("--all", "--yes");
    expect(code, err).toBe(0);
    await allReady(180);
    cluster = lab.clusterId("server1");
    expect(cluster).not.toBe("");
    expect(SERVERS.map((server) => lab.clusterId(server))).toEqual(SERVERS.map(() => cluster));
    expect(lab.members("server1").map((name) => name.replace(/-[0-9a-f]{8}$/, ""))).toEqual([...SERVERS]);
  });

  test("has k3s' own roles, and what it is started with", () => {
    const nodes = JSON.parse(lab.kubernetes.must("get", "nodes", "--output=json")) as {
      readonly items: readonly {
        readonly metadata: {
          readonly name: string;
          readonly labels: Readonly<Record<string, string>>;
          readonly annotations: Readonly<Record<string, string>>;
        };
      }[];
    };
    const etcd = nodes.items.filter(
      ({ metadata }) => metadata.labels["node-role.kubernetes.io/etcd"] === "true",
    );
    expect(etcd.map(({ metadata }) => metadata.name).sort()).toEqual([...SERVERS]);
    for (const { metadata } of etcd) {
      const words = JSON.parse(metadata.annotations["k3s.io/node-args"] ?? "[]") as readonly string[];
      expect(words[0]).toBe("server");
      expect(words.join(" ")).toContain("--secrets-encryption true");
      expect(words).not.toContain("--server");
      expect(words).not.toContain("--cluster-init");
    }
  });

  test("lets nobody ask it for more than it answers everybody", () => {
    const asked = (path: string, ...words: readonly string[]) =>
      lab.workspace.quorate(
        ...["lab", "run", "curl", "--silent", "--insecure", "--write-out", " %{http_code}", ...words],
        `https://10.0.0.12:6443${path}`,
      ).out;
    expect(asked("/ping")).toBe("pong 200");
    expect(asked("/readyz")).toBe("ok 200");
    expect(asked("/cacerts")).toContain("BEGIN CERTIFICATE");
    for (const path of ["/v1-k3s/config", "/v1-k3s/server-bootstrap", "/db/info"]) {
      expect(asked(path), path).toContain(" 401");
      expect(asked(path, "--user", "server:wrong"), path).toContain(" 401");
    }
    expect(asked("/api/v1/nodes")).toContain(" 401");
  });

  test("has nothing to do a second time, and does nothing", { timeout: 300_000 }, () => {
    const before = lab.invocations();
    const { code, out, err } = lab.workspace.deploy("--all");
    expect({ code, out: out.split("\n").sort().join("\n") }, err).toEqual({
      code: 0,
      out: ["", ...K3S_NODES.map((node) => `No action needed on ${node}`)].join("\n"),
    });
    expect(lab.invocations()).toEqual(before);
  });

  test("is the same one after a power cut of all, without a word", { timeout: 600_000 }, async () => {
    lab.workspace.mustQuorate("lab", "fault", "all", "kill");
    lab.workspace.mustQuorate("lab", "up");
    await eventually("the API answers", 180, () => lab.kubernetes.readyNodes().length > 0);
    await allReady(180);
    expect(lab.clusterId("server1")).toBe(cluster);
  });

  test("is founded anew by no server that has lost its disk: it stays down, and joins", {
    timeout: 900_000,
  }, async () => {
    const { workspace } = lab;
    workspace.mustOnHost("server1", ["systemctl", "stop", "k3s"]);
    workspace.mustOnHost("server1", ["rm", "-rf", FOLDER, "/etc/rancher"]);
    workspace.mustOnHost("server1", ["systemctl", "start", "k3s"]);
    expect(workspace.onHost("server1", ["systemctl", "is-active", "k3s"]).out.trim()).toBe("inactive");

    // Its name is taken as long as its member is there.
    join("server1");
    await eventually("server1 is refused", 60, () =>
      journal("server1").includes("duplicate node name found"),
    );
    workspace.mustOnHost("server1", ["systemctl", "stop", "k3s"]);
    // Given up by name its old place goes, and it joins as a new one.
    const refused = workspace.quorate("lab", "deploy", "server1", "--yes");
    expect(refused.err).toContain("[member-replaced]");
    workspace.mustQuorate("lab", "deploy", "server1", "--yes", "--erase", "server1");
    await allReady(240);
    expect(lab.clusterId("server1")).toBe(cluster);
    expect(lab.members("server2")).toHaveLength(3);
  });

  test("gives the name of an agent to another machine once the old one is given up", {
    timeout: 900_000,
  }, async () => {
    const { workspace } = lab;
    lab.keepAgents();
    lab.keepAgents("agent1");
    const refused = workspace.deploy("agent1", "--yes");
    expect(refused.err).toMatch(/\[(install-needs-erase|name-taken)\]/);
    // As long as it counts as alive, nobody takes its name.
    await eventually("agent1 is gone", 180, () => !lab.kubernetes.readyNodes().includes("agent1"));
    expect(workspace.deploy("agent1", "--yes").err).toContain("[install-needs-erase]");
    const given = workspace.deploy("agent1", "--erase", "agent1");
    expect(given.code, given.err).toBe(0);
    expect(given.err).toContain("deleting the Node agent1");
    await allReady(240);
  });

  test("lets an agent go that the file has no more, and its password with it", {
    timeout: 900_000,
  }, async () => {
    const { workspace } = lab;
    lab.keepAgents();
    await eventually("agent1 is gone", 180, () => !lab.kubernetes.readyNodes().includes("agent1"));
    const gone = workspace.deploy("--all", "--remove", "agent1");
    expect(gone.code, gone.err).toBe(0);
    expect(lab.kubernetes.must("get", "nodes", "--output=name")).not.toContain("agent1");
    expect(lab.kubernetes.must("get", "secrets", "--namespace=kube-system", "--output=name")).not.toContain(
      "agent1.node-password.k3s",
    );
    // Put back it is a machine that nobody knows.
    lab.keepAgents("agent1");
    const back = workspace.deploy("agent1", "--yes");
    expect(back.code, back.err).toBe(0);
    await allReady(240);
  });

  conformanceSample(lab, K3S_NODES, ["k3s", "ctr"]);

  function journal(node: string): string {
    return lab.workspace.onHost(node, ["journalctl", "--unit=k3s", "--output=cat", "--no-pager"]).out;
  }

  /** What deploy says to a server that is to join. */
  function join(server: string): void {
    const script = [
      "install -d -m 0700 /run/quorate-k3s",
      "echo K3S_URL=https://10.0.0.12:6443 > /run/quorate-k3s/start",
      "systemctl start k3s",
    ].join(" && ");
    lab.workspace.mustOnHost(server, ["sh", "-c", script]);
  }
});
