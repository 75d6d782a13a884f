import { arp, type Cluster, defineCluster, node, type Service, secretFilesOfNode } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DesiredNode } from "../desired.ts";
import type { Step } from "../step/step.ts";
import { testInstalled, testPath } from "../testing/observations.ts";
import { planRollout } from "./plan-rollout.ts";

// What the generations before read is on their hosts until every node of the run is confirmed.

type Services = readonly [Service, ...Service[]];
const SERVICES: readonly Services[] = [["etcd"], ["kubernetes"], ["kubernetes", "etcd"], ["worker"]];

/** A stacked master, and three machines that are whatever they like, as long as etcd has an odd number of members. */
const anyCluster = fc
  .record({
    encryptSecrets: fc.boolean(),
    services: fc.tuple(...Array.from({ length: 3 }, () => fc.constantFrom(...SERVICES))),
  })
  .filter(({ services }) => services.filter((one) => one.includes("etcd")).length % 2 === 0);

type Shape = typeof anyCluster extends fc.Arbitrary<infer T> ? T : never;

function clusterOf({ encryptSecrets, services }: Shape): Cluster {
  const machines = [["kubernetes", "etcd"] as const, ...services].map((one, index) => [
    `node${index}`,
    node({ ip: `10.0.0.${index + 11}`, interface: "eth0", disk: "/dev/sda", services: [...one] as Services }),
  ]);
  return resolvedCluster(
    defineCluster({
      name: "test",
      encryptSecrets,
      kubeMaster: { ip: "10.0.0.100", loadBalancer: arp() },
      network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["1.1.1.1"] },
      machines: Object.fromEntries(machines),
    }),
  );
}

function desiredOf(cluster: Cluster, version: string): readonly DesiredNode[] {
  return cluster.nodes.map((one) => ({
    node: one,
    distribution: "kubernetes",
    closure: testPath(`${one.name}-${version}`),
    diskoScript: undefined,
    fingerprint: version,
    secrets: secretFilesOfNode(cluster, one).map((file) => ({ ...file, digest: file.file })),
  }));
}

test("for any two clusters, what the systems before read stays until the last node is confirmed", () => {
  let removed = 0;
  fc.assert(
    fc.property(anyCluster, anyCluster, (one, other) => {
      const [before, after] = [desiredOf(clusterOf(one), "old"), desiredOf(clusterOf(other), "new")];
      const planned = planRollout(
        clusterOf(other),
        after,
        before.map((desired) => testInstalled(desired)),
      );
      if (!planned.ok) throw new Error(planned.problems[0]?.message);
      const steps = planned.value.stages.flatMap(({ lanes }) =>
        lanes.flatMap((lane): readonly Step[] => lane.steps),
      );
      const files = new Map(
        before.map(({ node: { name }, secrets }) => [name, new Set(secrets.map(({ file }) => file))]),
      );
      const lastConfirmed = steps.findLastIndex(({ kind }) => kind === "confirm");
      for (const [place, step] of steps.entries()) {
        const here = files.get(step.node);
        if (step.kind === "put-secrets") for (const { file } of step.files) here?.add(file);
        if (step.kind === "remove-secrets") for (const file of step.files) here?.delete(file);
        if (place > lastConfirmed) continue;
        for (const {
          node: { name },
          secrets,
        } of before) {
          expect(
            secrets.map(({ file }) => file).filter((file) => files.get(name)?.has(file) !== true),
          ).toEqual([]);
        }
      }
      removed += steps.filter(({ kind }) => kind === "remove-secrets").length;
      // And then there is what belongs there, and nothing else.
      for (const {
        node: { name },
        secrets,
      } of after) {
        expect([...(files.get(name) ?? [])].sort()).toEqual(secrets.map(({ file }) => file));
      }
    }),
    { numRuns: 200 },
  );
  // Else the law would hold of nothing.
  expect(removed).toBeGreaterThan(10);
});
