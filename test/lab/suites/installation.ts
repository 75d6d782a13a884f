import { describe, expect, test } from "vitest";
import { type ClusterLab, NODES, SECRETS } from "../cluster-lab.ts";
import { eventually } from "../workspace.ts";

/** Bare hosts become a cluster, by one command. */
export function installation(lab: ClusterLab): void {
  describe("bare hosts", () => {
    test("are not installed without --yes", () => {
      const refused = lab.workspace.deploy("--all");
      expect(refused.code).toBe(2);
      expect(refused.err).toContain("install-needs-yes");
      for (const host of NODES) {
        expect(lab.workspace.onHost(host, ["test", "-e", "/nix/var/nix/profiles/system"]).code).toBe(1);
      }
    });

    test("are installed by one command, and become a cluster", async () => {
      const { code, out, err } = lab.workspace.deploy("--all", "--yes");
      expect({ code, out }, err).toEqual({
        code: 0,
        out: NODES.map((node) => `${node}: deployed\n`).join(""),
      });
      await eventually("three healthy members of etcd", 240, () => lab.healthyMembers().length === 3);
      await eventually("three ready apiservers", 300, () =>
        NODES.every((_, index) => lab.apiserverReady(index)),
      );
      // Some had to try again until others were there.
      await eventually("every service is active", 300, () => NODES.every((host) => lab.isActive(host)));
      for (const host of NODES) {
        await expect
          .poll(() => lab.workspace.mustOnHost(host, ["systemctl", "--failed", "--no-legend", "--plain"]))
          .toBe("");
      }
    });

    test("run their profile's system, with the fingerprint of what was generated", () => {
      for (const host of NODES) {
        const [current, profile] = lab.workspace
          .mustOnHost(host, ["readlink", "-f", "/run/current-system", "/nix/var/nix/profiles/system"])
          .split("\n");
        expect(current).toMatch(new RegExp(`^/nix/store/.*-nixos-system-${host}-${lab.label}$`));
        expect(profile).toBe(current);
        expect(lab.workspace.mustOnHost(host, ["cat", "/etc/quorate/fingerprint"])).toBe(
          JSON.parse(lab.workspace.read("nix/generated/fingerprints.json"))[host],
        );
      }
    });

    test("keep their secrets from others", () => {
      for (const host of NODES) {
        const listed = lab.workspace.mustOnHost(host, [
          "find",
          SECRETS,
          ...["-name", "*.key", "-printf", "%f %m %u\\n"],
        ]);
        const files = listed.split("\n");
        expect(files.filter((line) => line.split(" ")[1] !== "600")).toEqual([]);
        expect(files).toEqual(
          expect.arrayContaining([
            "etcd-peer.key 600 etcd",
            "apiserver.key 600 kubernetes",
            "kube-vip.key 600 root",
          ]),
        );
      }
    });
  });
}
