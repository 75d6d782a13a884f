import { describe, expect, test } from "vitest";
import { K3S_NODES, type K3sLab, SERVERS } from "../k3s-lab.ts";
import { buildingAsOperator } from "../lab-deployment.ts";

/** Nodes that go back to what they ran, and machines that are installed in the place of others. */
export function goingBack(lab: K3sLab): void {
  const isWhole = async (cluster: string) => {
    await lab.allReady(300);
    expect(SERVERS.map((server) => lab.clusterId(server))).toEqual(SERVERS.map(() => cluster));
    const names = lab.members("server1").map((name) => name.replace(/-[0-9a-f]{8}$/, ""));
    expect(names).toEqual([...SERVERS]);
  };

  describe("rollback", () => {
    test("takes a server and an agent back to what they ran, with the tokens of now, and a deployment forward again", {
      timeout: 1_200_000,
    }, async () => {
      const { workspace } = lab;
      const cluster = lab.clusterId("server1");
      const nodes = ["server2", "agent1"];
      const systems = nodes.map((node) => lab.system(node));
      const told = workspace.asOperator("rollback", ...nodes);
      expect(told.code, told.err).toBe(2);
      expect(told.err).toContain("[rollback-needs-yes]");
      const { code, out, err } = workspace.asOperator("rollback", ...nodes, "--yes");
      expect({ code, out: out.trim().split("\n").sort() }, err).toEqual({
        code: 0,
        out: ["agent1: rolled back", "server2: rolled back"],
      });
      for (const [index, node] of nodes.entries()) expect(lab.system(node), node).not.toBe(systems[index]);
      const secret = lab.tokens().server;
      expect(lab.asked("server2", "/db/info", "--user", `server:${secret}`)).toMatch(/ 200$/);
      await isWhole(cluster);

      const forward = workspace.deploy("--all");
      expect(forward.code, forward.err).toBe(0);
      expect(nodes.map((node) => lab.system(node))).toEqual(systems);
      await isWhole(cluster);
    });
  });

  describe("replace", () => {
    test("is refused for a node that has lost nothing", { timeout: 300_000 }, async () => {
      for (const node of ["server3", "agent1"]) {
        const { code, err } = await buildingAsOperator(lab.workspace, "replace", node, "--erase", node);
        expect(code, err).toBe(2);
        expect(err).toContain("[replace-nothing-lost]");
      }
    });

    test.each(["server3", "agent1"])(
      "installs another machine in the place of %s, once it is agreed to",
      async (node) => {
        const { workspace } = lab;
        const cluster = lab.clusterId("server1");
        lab.kubernetes.must("create", "configmap", `before-${node}`);
        const before = lab.members("server1");
        lab.loseDisk(node);
        const refused = await buildingAsOperator(workspace, "replace", node);
        expect(refused.code, refused.err).toBe(2);
        expect(refused.err).toMatch(/\[replace-(needs-erase|alive)\]/);
        await lab.allReady(
          300,
          K3S_NODES.filter((name) => name !== node),
        );
        const { code, out, err } = await buildingAsOperator(workspace, "replace", node, "--erase", node);
        expect({ code, out }, err).toEqual({ code: 0, out: `${node}: deployed\n` });
        await isWhole(cluster);
        expect(lab.members("server1").filter((name) => !before.includes(name))).toHaveLength(
          node === "agent1" ? 0 : 1,
        );
        lab.kubernetes.must("get", "configmap", `before-${node}`);
      },
      1_500_000,
    );
  });
}
