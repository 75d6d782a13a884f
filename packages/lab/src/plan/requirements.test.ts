import { resolveCluster } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import machines from "../../../../machines.ts";
import { planLab } from "./plan-lab.ts";
import { type MachineFacts, refuseLab } from "./requirements.ts";
import { labSettings } from "./settings.ts";

const resolution = resolveCluster(machines);
if (!resolution.ok) throw new Error("machines.ts does not resolve");
const plan = planLab(resolution.cluster, labSettings());

const good: MachineFacts = {
  platform: "linux",
  uid: 0,
  missingPrograms: [],
  overlay: true,
  loopDevices: true,
  networkNamespaces: true,
  cgroups: "version 1",
  cgroupsWritable: true,
  availableMemoryMiB: 4096,
  freeDiskMiB: 20_000,
  baseTree: false,
};

describe("a lab", () => {
  test.each([
    ["here", {}, []],
    ["with unified cgroups", { cgroups: "unified" }, []],
    ["on a Mac", { platform: "darwin", uid: 501, missingPrograms: ["ip"] }, ["lab-needs-linux"]],
    ["without root", { uid: 1000, networkNamespaces: false }, ["lab-needs-root"]],
    ["without nspawn", { missingPrograms: ["systemd-nspawn"] }, ["lab-needs-programs"]],
    ["without cgroups", { cgroups: "none", cgroupsWritable: false }, ["lab-needs-cgroups"]],
    ["with cgroups that are read-only", { cgroupsWritable: false }, ["lab-needs-cgroups"]],
    ["without network namespaces", { networkNamespaces: false }, ["lab-needs-network-namespaces"]],
    ["without overlayfs", { overlay: false }, ["lab-needs-overlayfs"]],
    ["without loop devices", { loopDevices: false }, ["lab-needs-loop-devices"]],
    ["with little memory", { availableMemoryMiB: 300 }, ["lab-needs-memory"]],
    ["with little disk", { freeDiskMiB: 3_000 }, ["lab-needs-disk"]],
    ["with little disk, but the tree is there", { freeDiskMiB: 3_000, baseTree: true }, []],
    [
      "with two things missing",
      { overlay: false, loopDevices: false },
      ["lab-needs-overlayfs", "lab-needs-loop-devices"],
    ],
  ] as const)("%s", (_, different, codes) => {
    const problems = refuseLab({ ...good, ...different }, plan);
    expect(problems.map(({ code }) => code)).toEqual(codes);
    for (const { message, hint } of problems) {
      expect(message).not.toMatch(/[.\n]$/);
      expect(hint).toMatch(/\.$/);
    }
  });

  test("says which packages have the missing programs, each once", () => {
    const [problem] = refuseLab({ ...good, missingPrograms: ["ip", "systemd-nspawn", "tc"] }, plan);
    expect(problem?.hint).toContain("apt-get install iproute2 systemd-container)");
  });
});
