import { spawnSync } from "node:child_process";
import { resolvedCluster } from "@quorate/cluster/testing";
import { describe, expect, test } from "vitest";
import machines from "../../../../machines.ts";
import { faultsAtBoot } from "../fault/faults-of.ts";
import type { LabPlan, MachinePlan } from "../model/lab-plan.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import { lanCommands, linkCommands, portCommand } from "../network/link-commands.ts";
import { machineScripts } from "./machine-scripts.ts";

const plan: LabPlan = planLab(resolvedCluster(machines), labSettings());
const node1 = plan.machines.find(({ name }) => name === "node1") as MachinePlan;

const scripts = machineScripts(node1, plan.lan, {
  baseTree: "/cache/base/1",
  programs: "/cache/artefacts",
  conditions: faultsAtBoot(node1, plan.lan),
});
const text = (name: string) => scripts.find(({ path }) => path.endsWith(`/${name}.sh`))?.text ?? "";

describe("a machine's scripts", () => {
  test.each(["network", "boot", "supervisor"])("%s.sh is bash", (name) => {
    expect(text(name)).not.toBe("");
    expect(spawnSync("bash", ["-n"], { input: text(name), encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(text(name)).not.toMatch(/undefined|\[object/);
  });

  test("make the network anew at each boot, the old one unplugged first", () => {
    const lines = text("network").split("\n");
    const at = (part: string) => lines.findIndex((line) => line.includes(part));
    expect(at("link delete")).toBeGreaterThan(0);
    expect(at("netns delete")).toBeGreaterThan(at("link delete"));
    expect(at("netns add")).toBeGreaterThan(at("netns delete"));
    expect(at("type veth")).toBeGreaterThan(at("netns add"));
    expect(lines.at(-2)).toMatch(/partition.*link set p[0-9a-f]+ up/);
  });

  test("let the host see no cgroup but its own, and nspawn not reboot by itself", () => {
    expect(text("boot")).toContain("SYSTEMD_NSPAWN_USE_CGNS=1");
    expect(text("boot")).toContain("--keep-unit");
    expect(text("supervisor")).toContain('[ "$code" = 133 ] || break');
  });
});

describe("the network", () => {
  test("names a namespace in every command: the machine's own is never touched", () => {
    const commands = [
      ...lanCommands(plan.lan),
      ...plan.machines.flatMap(({ link }) => [
        ...linkCommands(plan.lan, link),
        portCommand(plan.lan, link, "up"),
      ]),
      ...linkCommands(plan.lan, plan.operator.link),
    ];
    expect(commands.length).toBeGreaterThan(20);
    for (const [program, first, second] of commands) {
      expect(program).toBe("ip");
      if (first !== "netns")
        expect([first, second]).toEqual(["-n", expect.stringMatching(/^ql-[0-9a-f]{6}-/)]);
    }
  });

  test("is plugged in so", () => {
    expect(linkCommands(plan.lan, node1.link).map((argv) => argv.join(" "))).toMatchInlineSnapshot(`
      [
        "ip netns add ql-30dd5c-node1",
        "ip -n ql-30dd5c-node1 link set lo up",
        "ip -n ql-30dd5c-_lan link add pca12f31b8c type veth peer name enp3s0f0 address 02:ce:63:9d:52:da netns ql-30dd5c-node1",
        "ip -n ql-30dd5c-_lan link set pca12f31b8c master lan",
        "ip -n ql-30dd5c-node1 link set enp3s0f0 up",
        "ip -n ql-30dd5c-node1 address add 10.0.0.11/24 dev enp3s0f0",
        "ip -n ql-30dd5c-node1 -4 route add default via 10.0.0.1 dev enp3s0f0",
      ]
    `);
  });
});
