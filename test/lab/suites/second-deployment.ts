import { beforeAll, describe, expect, test } from "vitest";
import { type ClusterLab, NODES } from "../cluster-lab.ts";
import { eventually } from "../workspace.ts";

/** What a deployment to installed hosts does, and leaves alone; and what a reboot brings back. */
export function secondDeployment(lab: ClusterLab): void {
  describe("a second deployment", () => {
    // Afterwards whatever is started is so by the deployment.
    beforeAll(() => lab.atRest());

    test("has nothing to do, and does nothing", () => {
      const before = lab.invocations();
      const { code, out, err } = lab.workspace.deploy("--all");
      expect({ code, out }, err).toEqual({
        code: 0,
        out: NODES.map((node) => `No action needed on ${node}\n`).join(""),
      });
      expect(lab.startedSince(before)).toEqual({});
    });

    test("of one option that changed on one node restarts one service there", () => {
      lab.change({
        ofNode2: "nixos: { services: { kubernetes: { kubelet: { extraConfig: { maxPods: 99 } } } } }",
      });
      const before = lab.invocations();
      const carriers = lab.vipCarriers();
      const { code, out, err } = lab.workspace.deploy("--all");
      expect({ code, out }, err).toEqual({
        code: 0,
        out: "No action needed on node1\nNo action needed on node3\nnode2: deployed\n",
      });
      expect(err).toContain("stopping the following units: kubelet.service");
      expect(lab.startedSince(before)).toEqual({ node2: ["kubelet.service"] });
      expect(lab.vipCarriers()).toEqual(carriers);
      const generations = lab.workspace.mustOnHost("node2", [
        "sh",
        "-c",
        "ls -d /nix/var/nix/profiles/system-*-link",
      ]);
      expect(generations.split("\n")).toHaveLength(2);
    });
  });

  describe("a host that is rebooted", () => {
    test("comes back by itself in its profile's system, and the others wait for it", async () => {
      const profile = lab.workspace.mustOnHost("node2", ["readlink", "-f", "/nix/var/nix/profiles/system"]);
      const boot = lab.workspace.mustOnHost("node2", ["stat", "--format=%Y", "/run"]);
      lab.workspace.quorate("lab", "fault", "node2", "reboot");
      await eventually("node2 is up again", 240, () => {
        const { code, out } = lab.workspace.onHost("node2", ["stat", "--format=%Y", "/run"]);
        return code === 0 && out.trim() !== boot;
      });
      await eventually("etcd is whole again", 240, () => lab.healthyMembers().length === 3);
      await eventually("its apiserver is ready", 240, () => lab.apiserverReady(1));
      expect(lab.workspace.mustOnHost("node2", ["readlink", "-f", "/run/current-system"])).toBe(profile);
      expect(lab.workspace.deploy("node2")).toMatchObject({ code: 0, out: "No action needed on node2\n" });
    });
  });
}
