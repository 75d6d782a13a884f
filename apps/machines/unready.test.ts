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

describe("what can't be done yet", () => {
  it.each<[Work]>([["replace"], ["rollback"]])(
    "with k3s is refused for what it is, where machines.ts says so: %s",
    async (work) => {
      const context = keptContext({ cwd: clusterFolder(K3S) });
      const line = K3S.split("\n").findIndex((text) => text.includes("distribution: k3s()")) + 1;
      expect(line).toBeGreaterThan(1);
      const refused = await loadCluster("machines.ts", work, context);
      expect(refused).toMatchObject({
        ok: false,
        problems: [
          {
            code: "distribution-unready",
            exit: "wrong-input",
            path: "distribution",
            line,
            message: expect.stringMatching(/^Quorate does not .* yet.*: nothing was touched$/),
            hint: expect.stringMatching(/./),
          },
        ],
      });
      expect([...context.lines, ...context.errors]).toEqual([]);
    },
  );

  it.each<[Work]>([["generate"], ["genCerts"], ["hosts"], ["lab"]])(
    "with k3s are not these: %s",
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
    const refusal = await refuseUnready(resolution.cluster, "replace", (path) =>
      placeInMachines("/nowhere/machines.ts", path),
    );
    expect(refusal).toMatchObject({ where: "/nowhere/machines.ts", path: "distribution" });
    expect(refusal?.line).toBeUndefined();
  });
});
