import { resolvedCluster } from "@quorate/cluster/testing";
import { describe, expect, test } from "vitest";
import machines from "../../../../machines.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import { type MachineFacts, refuseLab, refuseOperator } from "./requirements.ts";
import { NOTHING_TO_MAKE } from "./resources.ts";

const plan = planLab(resolvedCluster(machines), labSettings());

const good: MachineFacts = {
  platform: "linux",
  uid: 0,
  missingPrograms: [],
  overlay: true,
  loopDevices: true,
  networkNamespaces: true,
  cgroups: "version 1",
  cgroupsWritable: true,
  go: undefined,
  availableMemoryMiB: 4096,
  state: { path: "/state", freeMiB: 20_000, unwritable: undefined },
  cache: { path: "/cache", freeMiB: 20_000, unwritable: undefined },
  oneFileSystem: true,
  baseTree: false,
  running: [],
};
const purpose = { hosts: "kubernetes", toMake: NOTHING_TO_MAKE } as const;

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
    [
      "with two things missing",
      { overlay: false, loopDevices: false },
      ["lab-needs-overlayfs", "lab-needs-loop-devices"],
    ],
  ] as const)("%s", (_, different, codes) => {
    const problems = refuseLab({ ...good, ...different }, plan, purpose);
    expect(problems.map(({ code }) => code)).toEqual(codes);
    for (const { message, hint } of problems) {
      expect(message).not.toMatch(/[.\n]$/);
      expect(hint).toMatch(/\.$/);
    }
  });

  const compiling = { ...purpose, toMake: { ...NOTHING_TO_MAKE, go: "1.26.3" } } as const;
  test.each([
    ["none", undefined, "no `go` is on PATH"],
    ["Debian 12's", "1.19.8", "by Go 1.26.3 or newer, and the one on PATH is 1.19.8"],
    ["one that is a patch too old", "1.26.2", "the one on PATH is 1.26.2"],
  ])("that has to be compiled for is refused with %s", (_, go, said) => {
    const problems = refuseLab({ ...good, go }, plan, compiling);
    expect(problems).toMatchObject([{ code: "lab-needs-go", message: expect.stringContaining(said) }]);
    expect(problems[0]?.hint).toContain("Install Go 1.26.3 or newer");
  });

  test.each(["1.26.3", "1.26.8", "1.27", "2.0.1"])(
    "that has to be compiled for is not refused with %s",
    (go) => {
      expect(refuseLab({ ...good, go }, plan, compiling)).toEqual([]);
    },
  );

  test("says which packages have the missing programs, each once", () => {
    const [problem] = refuseLab({ ...good, missingPrograms: ["ip", "systemd-nspawn", "tc"] }, plan, purpose);
    expect(problem?.hint).toContain("apt-get install iproute2 systemd-container)");
  });

  test("is nothing for whoever is not root, whatever the command", () => {
    expect(refuseOperator(good)).toBeUndefined();
    expect(refuseOperator({ ...good, uid: 1000 })?.code).toBe("lab-needs-root");
    expect(refuseOperator({ platform: "darwin", uid: 0 })?.code).toBe("lab-needs-linux");
  });
});
