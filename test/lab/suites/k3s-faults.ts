import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FOLDER, K3S_NODES, type K3sLab, SERVERS } from "../k3s-lab.ts";
import { killedAt } from "../killed-command.ts";
import { budget, deployment } from "../objects.ts";
import { eventually } from "../workspace.ts";

/** What people do to a cluster of k3s', and what machines do by themselves: each with what it is told, nothing lost. */
export function k3sFaults(lab: K3sLab): void {
  const journal = (node: string) =>
    lab.workspace.onHost(node, ["journalctl", "--unit=k3s", "--output=cat", "--no-pager"]).out;
  const others = (node: string) => K3S_NODES.filter((name) => name !== node);
  const refused = (code: string, ...targets: readonly string[]) => {
    const before = lab.invocations(others("server3"));
    const said = lab.workspace.deploy(...targets);
    expect(said.code, said.err).toBe(2);
    expect(said.err).toContain(`[${code}]`);
    expect(lab.invocations(others("server3"))).toEqual(before);
    return said.err;
  };

  describe("bad input", () => {
    test("of another token, or of flags that differ, is refused, and touches nothing", {
      timeout: 600_000,
    }, () => {
      const { workspace } = lab;
      const changed = (file: string, ...then: readonly string[]) => {
        const own = workspace.read(file);
        workspace.write(file, own.replace(/[0-9a-f]{8}$/m, "00000000"));
        if (then.length > 0) workspace.mustQuorate(...then);
        return () => {
          workspace.write(file, own);
          if (then.length > 0) workspace.mustQuorate(...then);
        };
      };
      // Of one node, which the folder itself tells; and of all.
      const ofOne = changed("certs/hosts/server2/k3s-server-token");
      expect(refused("file-differs", "--all")).toContain("server2");
      ofOne();
      const ofAll = changed("certs/authorities/k3s-server-token", "genCerts", "certs");
      expect(refused("token-changed", "--all")).toContain("--new-tokens");
      ofAll();

      lab.change({ network: 'cni: flannel({ backend: "host-gw" })' });
      expect(refused("flags-changed", "server1")).toContain("flannel-backend");
      lab.change({ network: 'pods: "10.77.0.0/16"' });
      refused("network-changed", "--all");
      lab.change({});
    });

    test("on the host itself ends that server alone, and is told by what it was", {
      timeout: 900_000,
    }, async () => {
      const { workspace } = lab;
      const file = "/var/lib/quorate/secrets/k3s-server-token";
      workspace.mustOnHost("server3", ["sh", "-c", `cp -p ${file} ${file}.aside; echo wrong >${file}`]);
      workspace.mustOnHost("server3", ["systemctl", "restart", "k3s"]);
      await eventually("server3 ends at it", 120, () =>
        journal("server3").includes("encrypted with different token"),
      );
      const said = workspace.deploy("--all");
      expect(said.code, said.err).not.toBe(0);
      expect(said.err).toContain("[token-changed]");
      expect(said.err).toContain(
        "It was changed on server3, since the one of this folder is what server1, server2 have",
      );
      await lab.allReady(120, others("server3"));
      workspace.mustOnHost("server3", ["mv", `${file}.aside`, file]);
      await lab.allReady(240);
    });
  });

  describe("servers that are off", () => {
    test("of three leave two that serve, and one that does not; none is founded anew", {
      timeout: 1_200_000,
    }, async () => {
      const { workspace } = lab;
      const cluster = lab.clusterId("server1");
      workspace.mustQuorate("lab", "fault", "server3", "kill");
      await eventually("it is not Ready", 180, () => !lab.kubernetes.readyNodes().includes("server3"));
      lab.kubernetes.must("create", "configmap", "of-two");
      const two = workspace.deploy("server1", "server2");
      expect(two.code, two.err).toBe(0);
      expect(two.out.trim().split("\n").sort()).toEqual(
        ["server1", "server2"].map((node) => `No action needed on ${node}`),
      );

      workspace.mustQuorate("lab", "fault", "server2", "kill");
      await eventually(
        "one alone does not serve",
        120,
        () => lab.kubernetes.kubectl("create", "configmap", "of-one").code !== 0,
      );
      const one = workspace.deploy("server1");
      expect(one.out).not.toContain("founded");
      expect(lab.workspace.mustOnHost("server1", ["ls", "/run/quorate-k3s"])).toBe("");
      workspace.mustQuorate("lab", "up");
      await lab.allReady(300);
      expect(SERVERS.map((server) => lab.clusterId(server))).toEqual(SERVERS.map(() => cluster));
      lab.kubernetes.must("get", "configmap", "of-two");
    });
  });

  describe("a server that was removed", () => {
    test("and comes back ends by itself, is refused, and joins anew once its data are aside", {
      timeout: 1_200_000,
    }, async () => {
      const { workspace } = lab;
      const cluster = lab.clusterId("server1");
      workspace.mustQuorate("lab", "fault", "server3", "kill");
      lab.kubernetes.must("delete", "node", "server3", "--timeout=120s");
      await eventually("its member is gone", 120, () => lab.members("server1").length === 2);
      workspace.mustQuorate("lab", "up");
      await eventually("it ends", 180, () => journal("server3").includes("removed from"));
      expect(refused("member-stale", "server3")).toContain(`${FOLDER}/server/db/etcd`);
      expect(lab.kubernetes.readyNodes()).not.toContain("server3");
      workspace.mustOnHost("server3", ["systemctl", "stop", "k3s"]);
      workspace.mustOnHost("server3", ["mv", `${FOLDER}/server/db/etcd`, `${FOLDER}/server/db/etcd.aside`]);
      const { code, err } = workspace.deploy("server3");
      expect(code, err).toBe(0);
      await lab.allReady(240);
      expect(SERVERS.map((server) => lab.clusterId(server))).toEqual(SERVERS.map(() => cluster));
      expect(lab.members("server1")).toHaveLength(3);
    });
  });

  describe("a node that is rebooted", () => {
    test("is not even cordoned where a budget can never let a pod go", { timeout: 300_000 }, async () => {
      const { workspace, kubernetes } = lab;
      const items = [deployment("one", 1), budget("one", { app: "one" }, { maxUnavailable: 0 })];
      workspace.write("one.json", JSON.stringify({ apiVersion: "v1", kind: "List", items }));
      kubernetes.must("apply", "--filename", join(workspace.folder, "one.json"));
      await eventually("it is there", 120, () =>
        kubernetes.pods("--selector=app=one").some(({ ready }) => ready),
      );
      const [node = ""] = kubernetes.pods("--selector=app=one").map((pod) => pod.node);
      const before = lab.invocations();
      const { code, err } = workspace.asOperator("reboot", node);
      expect(code, err).toBe(1);
      expect(err).toMatch(/\[budget-never-met\]/);
      expect(kubernetes.must("get", "node", node, "--output=jsonpath={.spec.unschedulable}")).toBe("");
      expect(lab.invocations()).toEqual(before);
      kubernetes.must("delete", "deployment,poddisruptionbudget", "one");
    });

    test("and never comes back is not rebooted again, and no other one is touched after it", {
      timeout: 900_000,
    }, async () => {
      const { workspace } = lab;
      const before = lab.invocations(others("server3"));
      // The deployer dies as well, since it would wait for a quarter of an hour.
      // That one alone: of two whoever leads etcd comes last.
      await killedAt(workspace, rebooting("server3"), /waiting for it to boot/);
      workspace.mustQuorate("lab", "fault", "server3", "kill");
      await eventually("it is not Ready", 180, () => !lab.kubernetes.readyNodes().includes("server3"));
      const { code, err } = workspace.asOperator("reboot", "server3", "server2");
      expect(code, err).not.toBe(0);
      expect(err).toContain("server3");
      expect(lab.invocations(others("server3"))).toEqual(before);
      workspace.mustQuorate("lab", "up");
      await lab.allReady(240);
      expect(workspace.asOperator("uncordon").code).toBe(0);
    });
  });

  function rebooting(...nodes: readonly string[]): readonly string[] {
    return ["lab", "run", "--", process.execPath, lab.workspace.program, "reboot", ...nodes];
  }
}
