import { KUBERNETES_MINORS } from "@quorate/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FaultyLab } from "../faults/faulty-lab.ts";
import { acknowledged, longestGap } from "../faults/history.ts";
import { ClusterLab, NODES } from "./cluster-lab.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually } from "./workspace.ts";

// A cluster of three masters from one minor version of Kubernetes to the next, by `lab up` and `deploy`, while a client
// of its API reads and writes. Building the older one takes five minutes more, hence this is left out unless it is
// asked for: QUORATE_LAB_MINORS=all.

const [newest = "", ...olders] = KUBERNETES_MINORS;
const wanted = process.env["QUORATE_LAB_MINORS"] === "all";

if (!wanted && !leftOut)
  process.stderr.write(
    `No cluster is taken from Kubernetes ${olders.join(", ")} to ${newest}: that is with QUORATE_LAB_MINORS=all\n`,
  );

describe.skipIf(leftOut || !wanted).each(olders)("a cluster of Kubernetes %s", (older) => {
  const lab = new ClusterLab({ name: "minor", up: ["--kubernetes", older] });
  const client = new FaultyLab(lab);
  let boots: readonly string[];

  const versions = () =>
    lab.kubernetes
      .kubectl("get", "nodes", "--output", "jsonpath={.items[*].status.nodeInfo.kubeletVersion}")
      .out.split(" ")
      .map((version) => /^v(\d+\.\d+)\./.exec(version)?.[1]);
  const bootIds = () =>
    NODES.map((node) => lab.workspace.mustOnHost(node, ["cat", "/proc/sys/kernel/random/boot_id"]));
  const served = () => JSON.parse(lab.kubernetes.kubectl("get", "--raw", "/version").out).gitVersion;

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start();
  });
  afterAll(() => lab.dispose());

  it("is brought up", { timeout: 900_000 }, async () => {
    lab.workspace.mustQuorate("lab", "deploy", "--all", "--yes");
    await lab.kubernetes.allReady(NODES, 300);
    expect(new Set(versions())).toEqual(new Set([older]));
    boots = bootIds();
  });

  it("runs on while the lab is told of the next one, and stays with its own without a word", {
    timeout: 300_000,
  }, () => {
    lab.workspace.mustQuorate("lab", "up");
    expect(JSON.parse(lab.workspace.mustQuorate("lab", "status", "--json")).programs.kubernetes).toContain(
      older,
    );
    lab.workspace.mustQuorate("lab", "up", "--kubernetes", newest);
    expect(bootIds()).toEqual(boots);
    expect(new Set(versions())).toEqual(new Set([older]));
  });

  it("is of the next one after a deployment, with all that was written before and meanwhile", {
    timeout: 900_000,
  }, async () => {
    const living = await client.client();
    const { code, said } = await client.deploy().ended;
    const history = await living.end();
    expect(code, said).toBe(0);
    await eventually("every kubelet is the new one", 300, () =>
      versions().every((version) => version === newest),
    );
    await lab.kubernetes.allReady(NODES, 300);
    expect(served()).toContain(`v${newest}.`);
    expect(bootIds()).toEqual(boots);
    const there = client.written();
    expect(acknowledged(history).filter((key) => !there.has(key))).toEqual([]);
    expect(acknowledged(history).length).toBeGreaterThan(50);
    const [write, read] = [longestGap(history, "write"), longestGap(history, "read")];
    process.stderr.write(`${older} → ${newest}: no write for ${write} ms, no read for ${read} ms\n`);
  });

  it("needs nothing more", { timeout: 300_000 }, () => {
    const { out, err } = lab.workspace.deploy("--all", "--yes");
    for (const node of NODES) expect(`${out}${err}`).toContain(`No action needed on ${node}`);
  });
});
