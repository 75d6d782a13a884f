import { resolvedCluster } from "@quorate/cluster/testing";
import { describe, expect, test } from "vitest";
import machines from "../../../../machines.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import { cgroupsOf, type MachineFacts, refuseLab, refuseOperator } from "./requirements.ts";
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

  const url = "https://dl.k8s.io/v1/a.tar.gz";
  const fetching = {
    ...purpose,
    toMake: { ...NOTHING_TO_MAKE, go: "1.26.3", absent: ["kubernetes-1.36", "etcd"], url },
  } as const;
  const unfetched = "nobody answers there";
  const archives = `and upstream's archives can't be fetched: ${url}: nobody answers there`;
  test.each([
    ["no Go", undefined, `PATH has not all of Kubernetes, and no \`go\` to build it, ${archives}`],
    ["Debian 12's", "1.19.8", `Go 1.19.8, where 1.26.3 would build it, ${archives}`],
    ["one that is a patch too old", "1.26.2", `Go 1.26.2, where 1.26.3 would build it, ${archives}`],
  ])("with %s and no archives is refused, and told all three", (_, go, said) => {
    const problems = refuseLab({ ...good, go, unfetched }, plan, fetching);
    expect(problems).toMatchObject([{ code: "lab-needs-go", message: expect.stringContaining(said) }]);
    expect(problems[0]?.hint).toContain("Install Go 1.26.3 or newer");
  });

  test("with a part of Kubernetes on PATH is told which part it lacks", () => {
    const toMake = { ...fetching.toMake, lacking: ["kubelet", "kube-proxy"] };
    const [problem] = refuseLab({ ...good, go: undefined, unfetched }, plan, { ...fetching, toMake });
    expect(problem?.message).toContain(
      "PATH has not all of Kubernetes (it lacks kubelet, kube-proxy), and no `go`",
    );
  });

  test("with Kubernetes on PATH is told what else would be built", () => {
    const toMake = { ...fetching.toMake, absent: ["etcd", "coredns"] };
    const [problem] = refuseLab({ ...good, go: undefined, unfetched }, plan, { ...fetching, toMake });
    expect(problem?.message).toContain(
      "PATH has not all that is wanted (etcd, coredns would be built), and no `go`",
    );
  });

  test("whose mirror does not answer is refused, and Go is not what is missing", () => {
    const problems = refuseLab({ ...good, go: "1.26.8", unfetched }, plan, fetching);
    expect(problems).toMatchObject([
      { message: expect.stringContaining("which QUORATE_LAB_RELEASES asks for") },
    ]);
    expect(problems[0]?.hint).toContain("unset it");
  });

  test.each([
    ["whose archives can be fetched", undefined, undefined, fetching],
    ["with Go", "1.26.3", undefined, { ...purpose, toMake: { ...NOTHING_TO_MAKE, go: "1.26.3" } }],
  ] as const)("%s is not refused", (_, go, why, wanted) => {
    expect(refuseLab({ ...good, go, unfetched: why }, plan, wanted)).toEqual([]);
  });

  test.each([
    [[], "none", ["lab-needs-cgroups"]],
    [["/sys/fs/cgroup"], "unified", []],
    [["/sys/fs/cgroup/memory", "/sys/fs/cgroup/unified"], "version 1", []],
  ] as const)("where cgroups are at %j has %s", (mounted, cgroups, codes) => {
    expect(cgroupsOf(mounted)).toBe(cgroups);
    const problems = refuseLab({ ...good, cgroups }, plan, purpose);
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });

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
