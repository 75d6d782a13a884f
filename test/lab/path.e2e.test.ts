import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import built from "../../packages/lab/nixpkgs/nixos/programs.json" with { type: "json" };
import { ROOT } from "../flake/nix.ts";
import { Kubernetes } from "./kubernetes.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually, Workspace } from "./workspace.ts";

// Kubernetes from PATH, as in `nix develop`, with what is beside it there. The programs are those that the lab has
// built itself.

describe.skipIf(leftOut)("a lab with the programs of PATH", () => {
  let workspace: Workspace;
  let kubernetes: Kubernetes;

  beforeAll(() => {
    expect(refusals).toEqual([]);
    workspace = new Workspace(readFileSync(join(ROOT, "examples/single-master.ts"), "utf8"));
    kubernetes = new Kubernetes(workspace);
    const { artefacts } = JSON.parse(workspace.mustQuorate("lab", "prepare", "--json"));
    vi.stubEnv("PATH", [join(artefacts, "bin"), process.env["PATH"]].join(delimiter));
    workspace.generate();
    workspace.mustQuorate("genCerts", "certs");
    workspace.mustQuorate("lab", "up");
  });
  afterAll(() => {
    workspace?.dispose();
    vi.unstubAllEnvs();
  });

  it("has what is on PATH, and says of which version", () => {
    const { programs, images } = JSON.parse(workspace.mustQuorate("lab", "status", "--json"));
    // The folder that stands for PATH has the lab's own k3s in it, too: it is made of that Kubernetes.
    expect(programs).toEqual({ ...built, k3s: built.kubernetes });
    expect(images).toEqual({ coredns: "built", "kube-vip": "stand-in" });
  });

  it("is deployed to, and its node becomes Ready", async () => {
    const { code, out, err } = workspace.deploy("--all", "--yes");
    expect(`${out}${err}`).toContain("only: deployed");
    expect(code).toBe(0);
    await eventually("the node is Ready", 300, () => kubernetes.readyNodes().includes("only"));
  });

  it("runs what is of PATH, and plugins that are not", () => {
    const program = (unit: string) =>
      workspace.mustOnHost("only", ["systemctl", "show", "--property=ExecStart", unit]);
    expect(program("etcd.service")).toMatch(/path=\/opt\/quorate-lab\/lab-[0-9a-f]+\/bin\/etcd ;/);
    expect(program("containerd.service")).toMatch(
      /path=\/opt\/quorate-lab\/lab-[0-9a-f]+\/bin\/containerd ;/,
    );
    expect(workspace.mustOnHost("only", ["ls", "/opt/cni/bin"]).split(/\s+/)).toContain("portmap");
  });

  it("is deployed to again without a change", () => {
    const { code, out, err } = workspace.deploy("--all", "--yes");
    expect(`${out}${err}`).toContain("No action needed on only");
    expect(code).toBe(0);
  });

  it("lets go of its apiserver before its etcd ends, whichever is asked to stop first", async () => {
    const left = (unit: string) =>
      Number(
        /\d+/.exec(
          workspace.mustOnHost("only", [
            "systemctl",
            "show",
            "--property=InactiveEnterTimestampMonotonic",
            unit,
          ]),
        )?.[0],
      );
    workspace.mustOnHost("only", [
      "sh",
      "-c",
      "systemctl stop --no-block etcd && systemctl stop kube-apiserver etcd",
    ]);
    expect(left("kube-apiserver")).toBeGreaterThan(0);
    expect(left("etcd")).toBeGreaterThan(left("kube-apiserver"));
    workspace.mustOnHost("only", ["systemctl", "start", "etcd", "kube-apiserver", "multi-user.target"]);
    await eventually(
      "the API answers",
      300,
      () => kubernetes.kubectl("get", "--raw", "/readyz").out === "ok",
    );
  });

  it("sees other programs beside its own, and takes them when it is deployed to", async () => {
    const property = (name: string, unit: string) =>
      workspace.mustOnHost("only", ["systemctl", "show", `--property=${name}`, unit]);
    const placeOf = (unit: string) => /path=(\S+)/.exec(property("ExecStart", unit))?.[1];
    const before = { place: placeOf("etcd"), started: property("InvocationID", "etcd") };
    vi.unstubAllEnvs();
    workspace.mustQuorate("lab", "up");
    expect({ place: placeOf("etcd"), started: property("InvocationID", "etcd") }).toEqual(before);
    expect(workspace.deploy("--all", "--yes").code).toBe(0);
    expect(placeOf("etcd")).not.toBe(before.place);
    await eventually("the node is Ready", 300, () => kubernetes.readyNodes().includes("only"));
  });
});
