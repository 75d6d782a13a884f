import { describe, expect, test } from "vitest";
import { type ClusterLab, NODES } from "../cluster-lab.ts";
import { eventually } from "../workspace.ts";

/** The same cluster, told to announce its VIP by ARP. */
export function vipByArp(lab: ClusterLab): void {
  describe("a cluster with a VIP by ARP", () => {
    test("is what a deployment makes of the one before", () => {
      lab.change({ loadBalancer: "arp()" });
      // Its certificates are the same; the router has no peers any more.
      expect(lab.workspace.mustQuorate("genCerts", "certs")).toContain("0 new");
      lab.workspace.mustQuorate("lab", "up");
      const { code, out, err } = lab.workspace.deploy("--all");
      expect({ code, out }, err).toEqual({
        code: 0,
        out: NODES.map((node) => `${node}: deployed\n`).join(""),
      });
      // With BGP the VIP is on every master's lo, where kube-vip leaves it until the next start.
      lab.workspace.mustQuorate("lab", "fault", "all", "reboot");
    });

    test("has the VIP on one node, and moves it when that one dies", async () => {
      let first = "";
      await eventually("one node has the VIP", 300, () => {
        const holders = lab.vipHolders();
        first = holders[0] ?? "";
        return holders.length === 1 && lab.apiAnswers();
      });
      lab.workspace.mustQuorate("lab", "fault", first, "kill");
      await eventually("another one has it, and answers", 240, () => {
        const now = lab.vipHolders();
        return now.length === 1 && now[0] !== first && lab.apiAnswers();
      });
      lab.workspace.mustQuorate("lab", "fault", first, "heal");
      await lab.kubernetes.allReady(NODES, 300);
      await eventually("still only one has it", 240, () => lab.vipHolders().length === 1 && lab.apiAnswers());
    });
  });
}
