import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KUBERNETES_MINORS } from "@quorate/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../flake/nix.ts";
import { Kubernetes } from "./kubernetes.ts";
import { leftOut } from "./where-it-runs.ts";
import { eventually, Workspace } from "./workspace.ts";

// A cluster of three masters from one minor version of Kubernetes to the next, by `lab up` and `deploy`. Building the
// older one takes five minutes more, hence this is left out unless it is asked for: QUORATE_LAB_MINORS=all.

const NODES = ["node1", "node2", "node3"] as const;
const [newest = "", ...olders] = KUBERNETES_MINORS;
const wanted = process.env["QUORATE_LAB_MINORS"] === "all";

if (!wanted && !leftOut)
  process.stderr.write(
    `No cluster is taken from Kubernetes ${olders.join(", ")} to ${newest}: that is with QUORATE_LAB_MINORS=all\n`,
  );

describe.skipIf(leftOut || !wanted).each(olders)("a cluster of Kubernetes %s", (older) => {
  let workspace: Workspace;
  let kubernetes: Kubernetes;
  let boots: readonly string[];

  const versions = () =>
    kubernetes
      .kubectl("get", "nodes", "--output", "jsonpath={.items[*].status.nodeInfo.kubeletVersion}")
      .out.split(" ")
      .map((version) => /^v(\d+\.\d+)\./.exec(version)?.[1]);
  const bootIds = () =>
    NODES.map((node) => workspace.mustOnHost(node, ["systemctl", "show", "--property=UserspaceTimestamp"]));
  const served = () => JSON.parse(kubernetes.kubectl("get", "--raw", "/version").out).gitVersion;

  beforeAll(() => {
    const machines = readFileSync(join(ROOT, "machines.ts"), "utf8");
    workspace = new Workspace(machines.replace(/name: "[^"]+"/, 'name: "minor"'));
    kubernetes = new Kubernetes(workspace);
    workspace.generate();
    workspace.mustQuorate("genCerts", "certs");
  });
  afterAll(() => workspace?.dispose());

  it("is brought up", { timeout: 900_000 }, async () => {
    workspace.mustQuorate("lab", "up", "--kubernetes", older);
    workspace.mustQuorate("lab", "deploy", "--all", "--yes");
    await kubernetes.allReady(NODES, 300);
    expect(new Set(versions())).toEqual(new Set([older]));
    expect(kubernetes.kubectl("create", "configmap", "before", `--from-literal=minor=${older}`).code).toBe(0);
    boots = bootIds();
  });

  it("runs on while the lab is told of the next one, and stays with its own without a word", {
    timeout: 300_000,
  }, () => {
    workspace.mustQuorate("lab", "up");
    expect(JSON.parse(workspace.mustQuorate("lab", "status", "--json")).programs.kubernetes).toContain(older);
    workspace.mustQuorate("lab", "up", "--kubernetes", newest);
    expect(bootIds()).toEqual(boots);
    expect(new Set(versions())).toEqual(new Set([older]));
  });

  it("is of the next one after a deployment, with what was in it", { timeout: 900_000 }, async () => {
    workspace.mustQuorate("lab", "deploy", "--all", "--yes");
    await eventually("every kubelet is the new one", 300, () =>
      versions().every((version) => version === newest),
    );
    await kubernetes.allReady(NODES, 300);
    expect(served()).toContain(`v${newest}.`);
    expect(bootIds()).toEqual(boots);
    const { out } = kubernetes.kubectl("get", "configmap", "before", "--output", "jsonpath={.data.minor}");
    expect(out).toBe(older);
  });

  it("needs nothing more", { timeout: 300_000 }, () => {
    const { out, err } = workspace.deploy("--all", "--yes");
    for (const node of NODES) expect(`${out}${err}`).toContain(`No action needed on ${node}`);
  });
});
