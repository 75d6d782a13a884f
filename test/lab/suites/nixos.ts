import { describe, expect, test } from "vitest";
import { ADDRESSES, type ClusterLab, NODES } from "../cluster-lab.ts";
import { eventually } from "../workspace.ts";

/** What of a host only a NixOS shows: its boot, its firewall, and what it can't be switched to. */
export function nixosHosts(lab: ClusterLab, release: string): void {
  describe("hosts of NixOS", () => {
    test("say so, and what stands in says that it does", () => {
      const { out } = lab.workspace.quorate("lab", "status", "--json");
      const { machines } = JSON.parse(out) as {
        readonly machines: readonly { readonly name: string; readonly system: string }[];
      };
      expect(machines.filter(({ name }) => name !== "router").map(({ system }) => system)).toEqual(
        NODES.map(() => `nixos ${release}`),
      );
    });

    test("run, all of their units", { timeout: 300_000 }, async () => {
      for (const host of NODES) {
        const failed = () =>
          lab.workspace.mustOnHost(host, ["systemctl", "--failed", "--no-legend", "--plain"]);
        await eventually(
          `${host} runs`,
          120,
          () => lab.workspace.onHost(host, ["systemctl", "is-system-running"]).out.trim() === "running",
        ).catch((error: Error) => {
          throw new Error(`${error.message}: ${failed()}`);
        });
        expect(failed()).toBe("");
      }
    });

    test("are open at the ports that were emitted, and at no other that somebody listens at", {
      timeout: 300_000,
    }, () => {
      const generated = `${lab.workspace.folder}/nix/generated/nodes/node1.nix`;
      const ports = JSON.parse(
        lab.workspace.must("nix-instantiate", [
          ...["--eval", "--strict", "--json", "--expr"],
          `(import ${generated}).networking.firewall.interfaces.enp3s0f0.allowedTCPPorts`,
        ]),
      ) as readonly number[];
      const listening = lab.workspace.mustOnHost("node1", ["ss", "-Htln"]).split("\n");
      const outside = listening
        .map((line) => line.trim().split(/\s+/)[3] ?? "")
        .filter((socket) => !/^(127\.|\[::1\])/.test(socket))
        .map((socket) => Number(socket.replace(/^.*:/, "")));
      const answers = (port: number) =>
        lab.workspace.quorate(
          ...["lab", "run", "timeout", "3", "bash", "-c", `exec 3<>/dev/tcp/${ADDRESSES[0]}/${port}`],
        ).code === 0;
      const asked = [...new Set([...outside, ...ports, 22, 10248, 10257, 10259])].sort((a, b) => a - b);
      expect(asked.filter(answers)).toEqual([...ports, 22].sort((a, b) => a - b));
    });

    test("that can't be switched to a system are rebooted into it, where that is asked for", {
      timeout: 900_000,
    }, async () => {
      const inhibited = (value: string) =>
        lab.change({ ofNode2: `nixosUnchecked: { "system.switch.inhibitors": { lab: "${value}" } }` });
      const ofNode2 = (...argv: readonly string[]) => lab.workspace.mustOnHost("node2", argv);
      const systems = () =>
        ofNode2("readlink", "-f", "/run/current-system", "/nix/var/nix/profiles/system").split("\n");
      const boot = () => ofNode2("cat", "/proc/sys/kernel/random/boot_id");
      // What must not change from now on is no reason to reboot.
      inhibited("1");
      expect(lab.workspace.deploy("node2", "--reboot", "needed")).toMatchObject({
        code: 0,
        out: "node2: deployed\n",
      });
      inhibited("2");
      const before = { systems: systems(), boot: boot() };
      const refused = lab.workspace.deploy("node2");
      expect(refused.code, refused.err).toBe(1);
      expect(refused.err).toContain("[reboot-needed]");
      expect({ systems: systems(), boot: boot() }).toEqual(before);

      const { code, err } = lab.workspace.deploy("node2", "--reboot", "needed");
      expect(code, err).toBe(0);
      expect(err).toContain("system.switch.inhibitors");
      expect(boot()).not.toBe(before.boot);
      const [running, profile] = systems();
      expect(running).toBe(profile);
      expect(running).not.toBe(before.systems[0]);
      await eventually("etcd is whole again", 180, () => lab.healthyMembers().length === 3);
      expect(lab.workspace.deploy("node2")).toMatchObject({ code: 0, out: "No action needed on node2\n" });
    });
  });
}
