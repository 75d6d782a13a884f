import { resolvedCluster } from "@quorate/cluster/testing";
import { describe, expect, test } from "vitest";
import machines from "../../../../machines.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import {
  type LabPurpose,
  type MachineResources,
  memoryWarning,
  NOTHING_TO_MAKE,
  refuseResources,
} from "./resources.ts";

// Three nodes and a router.
const plan = planLab(resolvedCluster(machines), labSettings());
const all = plan.machines.map(({ name }) => name);

const plenty: MachineResources = {
  availableMemoryMiB: 4_096,
  state: { path: "/state", freeMiB: 20_000, unwritable: undefined },
  cache: { path: "/cache", freeMiB: 20_000, unwritable: undefined },
  oneFileSystem: false,
  baseTree: false,
  running: [],
};
const kubernetes: LabPurpose = { hosts: "kubernetes", toMake: NOTHING_TO_MAKE };
const bare: LabPurpose = { hosts: "bare", toMake: NOTHING_TO_MAKE };
const none: LabPurpose = { hosts: "none", toMake: NOTHING_TO_MAKE };
const building = { toMake: { diskMiB: 3_000, memoryMiB: 1_500, go: "1.26.3" } };
const withFree = (folder: "state" | "cache", freeMiB: number) => ({
  [folder]: { ...plenty[folder], freeMiB },
});

describe("memory", () => {
  test.each<[string, number, LabPurpose, readonly string[], number]>([
    ["enough", 2_400, kubernetes, [], 0],
    ["a little less than the estimate", 2_000, kubernetes, [], 0],
    ["clearly too little", 1_900, kubernetes, [], 1],
    ["little, for bare hosts", 488, bare, [], 0],
    ["too little for bare hosts", 300, bare, [], 1],
    ["little, for hosts that run already", 300, kubernetes, all, 0],
    ["little, for the one that does not run", 700, kubernetes, all.slice(1), 0],
    ["little, where nothing is started", 100, none, [], 0],
    ["too little to build", 1_000, { ...none, ...building }, [], 1],
    ["too little to build, for bare hosts", 1_000, { ...bare, ...building }, [], 1],
    ["enough to build", 1_500, { ...none, ...building }, [], 0],
  ])("%s", (_, availableMemoryMiB, purpose, running, problems) => {
    const found = refuseResources({ ...plenty, availableMemoryMiB, running }, plan, purpose);
    expect(found.map(({ code }) => code)).toEqual(Array(problems).fill("lab-needs-memory"));
  });

  test("says how much, for how many, and that bare hosts would do", () => {
    const [problem] = refuseResources({ ...plenty, availableMemoryMiB: 488 }, plan, kubernetes);
    expect(problem?.message).toBe(
      "488 MiB of memory are available, and 4 machines with Kubernetes take about 2400 MiB",
    );
    expect(problem?.hint).toContain(
      "`quorate lab up --bare` starts hosts without Kubernetes, which take about 384 MiB.",
    );
    const [hopeless] = refuseResources({ ...plenty, availableMemoryMiB: 200 }, plan, kubernetes);
    expect(hopeless?.hint).not.toContain("--bare");
  });

  test("that is scarce is said, and that is all", () => {
    expect(memoryWarning({ ...plenty, availableMemoryMiB: 2_000 }, plan, kubernetes)).toContain("2400 MiB");
    expect(memoryWarning(plenty, plan, kubernetes)).toBeUndefined();
    expect(memoryWarning({ ...plenty, availableMemoryMiB: 400 }, plan, bare)).toBeUndefined();
  });
});

describe("disk", () => {
  test.each<[string, Partial<MachineResources>, LabPurpose, readonly string[]]>([
    ["enough", {}, kubernetes, []],
    ["little for hosts", withFree("state", 1_000), kubernetes, ["/state"]],
    ["little for hosts that run already", { ...withFree("state", 1_000), running: all }, kubernetes, []],
    ["little for hosts, where none is started", withFree("state", 1_000), none, []],
    ["little for the tree", withFree("cache", 10), bare, ["/cache"]],
    ["little for the tree, which is there", { ...withFree("cache", 10), baseTree: true }, bare, []],
    ["little to build", withFree("cache", 3_500), { ...none, ...building }, ["/cache"]],
    [
      "enough for each, and not for both on the same disk",
      { ...withFree("state", 4_500), ...withFree("cache", 4_500), oneFileSystem: true },
      { ...bare, ...building },
      ["/cache"],
    ],
    [
      "little for hosts on the same disk",
      { ...withFree("state", 1_000), ...withFree("cache", 1_000), oneFileSystem: true, baseTree: true },
      bare,
      ["/state"],
    ],
  ])("%s", (_, different, purpose, folders) => {
    const problems = refuseResources({ ...plenty, ...different }, plan, purpose);
    expect(problems.map(({ code }) => code)).toEqual(folders.map(() => "lab-needs-disk"));
    for (const [index, folder] of folders.entries()) {
      expect(problems[index]?.message).toContain(` are free in ${folder}, and `);
    }
  });
});

test.each([
  ["state", "QUORATE_LAB_STATE"],
  ["cache", "QUORATE_LAB_CACHE"],
] as const)("the folder of the %s in which nothing can be made is one finding", (folder, variable) => {
  for (const oneFileSystem of [false, true]) {
    const unwritable = { path: "/proc/nope", freeMiB: 0, unwritable: "permission denied" };
    const problems = refuseResources({ ...plenty, oneFileSystem, [folder]: unwritable }, plan, kubernetes);
    expect(problems.map(({ code }) => code)).toEqual(["lab-needs-folder"]);
    expect(problems[0]?.message).toMatch(/ \/proc\/nope, .*permission denied$/);
    expect(problems[0]?.hint).toContain(variable);
  }
});
