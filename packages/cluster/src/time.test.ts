import { Session } from "node:inspector/promises";
import { expect, it } from "vitest";
import type { Change, Spec } from "./testing/definitions.ts";

/** What makes a cluster of so many nodes of one with a single `master`. */
function grown(master: object, count: number): readonly Change[] {
  return [
    [
      ["network"],
      { subnet: "10.0.0.0/16", gateway: "10.0.0.1", nameservers: ["1.1.1.1"], pods: "172.16.0.0/12" },
    ],
    [
      ["machines"],
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `node${index}`,
          {
            ...master,
            ip: `10.0.${Math.floor(index / 200) + 1}.${(index % 200) + 1}`,
            services: index < 3 ? ["kubernetes", "etcd"] : ["worker"],
          },
        ]),
      ),
    ],
  ];
}

/** How often all the blocks of this process's code are gone through meanwhile. */
async function stepsOf(work: () => void): Promise<number> {
  // Each reading begins the next count.
  await session.post("Profiler.takePreciseCoverage");
  work();
  const { result } = await session.post("Profiler.takePreciseCoverage");
  return result
    .flatMap(({ functions }) => functions)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { count }) => sum + count, 0);
}

// What is done is counted: how long that takes is a matter of what else the machine does.
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
// Blocks are counted in what is loaded from now on.
const { changed, defined, SPECS } = await import("./testing/definitions.ts");
const { resolveCluster } = await import("./resolve.ts");

it("takes time in proportion to the number of nodes", async () => {
  const master = (SPECS.arp["machines"] as Spec)["master1"] as object;
  const steps: number[] = [];
  for (const count of [400, 3200]) {
    const definition = defined(changed(SPECS.arp, grown(master, count)));
    steps.push(
      await stepsOf(() => {
        expect(resolveCluster(definition).ok).toBe(true);
      }),
    );
  }
  session.disconnect();
  const [few = 0, many = 0] = steps;
  expect(few).toBeGreaterThan(400);
  // Eight times the nodes: were any rule quadratic, 64 times its steps.
  expect(many / few).toBeLessThan(16);
});
