import { describe, expect, test } from "vitest";
import { startApiClient, writtenKeys } from "../../faults/api-client.ts";
import { acknowledged, longestGap } from "../../faults/history.ts";
import { K3S_NODES, type K3sLab, SERVERS } from "../k3s-lab.ts";

/** A cluster from one minor version of k3s to the next, and to none that is not the next one. */
export function nextMinor(lab: K3sLab, older: string, newer: string): void {
  const versions = () =>
    lab.kubernetes
      .list<{ readonly status: { readonly nodeInfo: { readonly kubeletVersion: string } } }>("nodes")
      .map(({ status }) => /^v(\d+\.\d+)\./.exec(status.nodeInfo.kubeletVersion)?.[1]);

  describe(`k3s ${newer}, after ${older}`, () => {
    test("comes to one server after another, then to the agent, while a client writes, and nothing is lost", {
      timeout: 1_500_000,
    }, async () => {
      const { workspace } = lab;
      await lab.allReady(240);
      expect(new Set(versions())).toEqual(new Set([older]));
      const [cluster, members, before] = [
        lab.clusterId("server1"),
        lab.members("server1"),
        lab.invocations(),
      ];
      lab.upgrade(newer);
      expect(lab.invocations()).toEqual(before);

      const client = await startApiClient(lab);
      const { code, out, err } = workspace.deploy("--all");
      const history = await client.end();
      expect(code, err).toBe(0);
      expect(out.trim().split("\n").sort()).toEqual(K3S_NODES.map((node) => `${node}: deployed`));
      const told = err.split("\n");
      const turns = told.flatMap(
        (line) => /^(Rebuilding NixOS|k8s is ready) on (\S+)$/.exec(line)?.slice(1) ?? [],
      );
      const order = turns.flatMap((word, index) =>
        word === "Rebuilding NixOS" ? [turns[index + 1] ?? ""] : [],
      );
      expect([...order.slice(0, 3)].sort(), err).toEqual([...SERVERS]);
      expect(order[3], err).toBe("agent1");
      // Nobody's turn begins before the one before has ended.
      expect(turns, err).toEqual(order.flatMap((node) => ["Rebuilding NixOS", node, "k8s is ready", node]));

      await lab.allReady(240);
      expect(new Set(versions())).toEqual(new Set([newer]));
      expect(SERVERS.map((server) => lab.clusterId(server))).toEqual(SERVERS.map(() => cluster));
      expect(lab.members("server1")).toEqual(members);
      const there = writtenKeys(lab);
      expect(acknowledged(history).filter((key) => !there.has(key))).toEqual([]);
      expect(acknowledged(history).length).toBeGreaterThan(50);
      const [write, read] = [longestGap(history, "write"), longestGap(history, "read")];
      process.stderr.write(`k3s ${older} → ${newer}: no write for ${write} ms, no read for ${read} ms\n`);
    });

    test("has no way back", { timeout: 600_000 }, () => {
      const before = lab.invocations();
      const back = lab.workspace.asOperator("rollback", "server2", "--yes");
      expect(back.code, back.err).toBe(2);
      expect(back.err).toContain("[rollback-no-way-back]");
      expect(lab.invocations()).toEqual(before);
    });
  });
}
