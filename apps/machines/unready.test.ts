import { resolveCluster } from "@quorate/cluster";
import { placeInMachines } from "@quorate/workbench";
import { describe, expect, it } from "vitest";
import { clusterFolder, ONE_NODE } from "../testing/cluster-folder.ts";
import { keptContext } from "../testing/context.ts";
import { loadCluster } from "./load-cluster.ts";
import { refuseUnready, type Work } from "./unready.ts";

const K3S = ONE_NODE.replace("import { ", "import { k3s, ").replace(
  "machines: {",
  "distribution: k3s(),\n  machines: {",
);

/** What can't be done, for once. */
const TABLE = {
  kubernetes: {},
  k3s: { rollback: { why: "go back yet", instead: "Go forward" } },
} as const;

describe("what can't be done yet", () => {
  it("is refused for what it is, where machines.ts says so", async () => {
    const folder = clusterFolder(K3S);
    const loaded = await loadCluster("machines.ts", "hosts", keptContext({ cwd: folder }));
    if (!loaded.ok) throw new Error(loaded.problems[0]?.message);
    const { cluster, file } = loaded.value;
    const line = K3S.split("\n").findIndex((text) => text.includes("distribution: k3s()")) + 1;
    expect(line).toBeGreaterThan(1);
    const refused = await refuseUnready(cluster, "rollback", (path) => placeInMachines(file, path), TABLE);
    expect(refused).toMatchObject({
      code: "distribution-unready",
      exit: "wrong-input",
      path: "distribution",
      line,
      message: "Quorate does not go back yet: nothing was touched",
      hint: "Go forward",
    });
  });

  it.each<[Work]>([["generate"], ["genCerts"], ["hosts"], ["replace"], ["rollback"], ["lab"]])(
    "with k3s is nothing: %s",
    async (work) => {
      const context = keptContext({ cwd: clusterFolder(K3S) });
      expect(await loadCluster("machines.ts", work, context)).toMatchObject({ ok: true });
    },
  );

  it.each<[Work]>([["generate"], ["genCerts"], ["hosts"], ["replace"], ["lab"]])(
    "with upstream Kubernetes is nothing: %s",
    async (work) => {
      const context = keptContext({ cwd: clusterFolder() });
      expect(await loadCluster("machines.ts", work, context)).toMatchObject({ ok: true });
    },
  );

  it("is told without a line where the file can't be read any more", async () => {
    const resolution = resolveCluster({
      kind: "cluster",
      spec: {
        name: "gone",
        kubeMaster: { loadBalancer: { kind: "none" } },
        network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
        distribution: { kind: "k3s" },
        machines: {
          a: {
            kind: "node",
            ip: "10.0.0.11",
            interface: "eno1",
            disk: "/dev/disk/by-id/a",
            services: ["kubernetes", "etcd"],
          },
        },
      },
    });
    if (!resolution.ok) throw new Error(JSON.stringify(resolution.findings));
    const refusal = await refuseUnready(
      resolution.cluster,
      "rollback",
      (path) => placeInMachines("/nowhere/machines.ts", path),
      TABLE,
    );
    expect(refusal).toMatchObject({ where: "/nowhere/machines.ts", path: "distribution" });
    expect(refusal?.line).toBeUndefined();
  });
});
