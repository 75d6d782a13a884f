import { expect, it } from "vitest";
import { resolveCluster } from "./resolve.ts";
import { changed, defined, SPECS, type Spec } from "./testing/definitions.ts";

it("takes time in proportion to the number of nodes", () => {
  const spec = (count: number): Spec =>
    changed(SPECS.arp, [
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
              ...((SPECS.arp["machines"] as Spec)["master1"] as object),
              ip: `10.0.${Math.floor(index / 200) + 1}.${(index % 200) + 1}`,
              services: index < 3 ? ["kubernetes", "etcd"] : ["worker"],
            },
          ]),
        ),
      ],
    ]);
  const sizes = [400, 3200].map((count) => {
    const definition = defined(spec(count));
    return { definition, shortest: Number.POSITIVE_INFINITY };
  });
  // Side by side, and again: others on the machine take some of the time of one or of the other, never of all.
  for (let round = 0; round < ROUNDS; round++) {
    for (const size of sizes) {
      const start = performance.now();
      expect(resolveCluster(size.definition).ok).toBe(true);
      size.shortest = Math.min(size.shortest, performance.now() - start);
    }
    if (ratio(sizes) < LIMIT) break;
  }
  expect(ratio(sizes)).toBeLessThan(LIMIT);
});

const ROUNDS = 20;
/** Eight times the nodes: were any rule quadratic, 64 times the work. */
const LIMIT = 30;

function ratio([few, many]: readonly { readonly shortest: number }[]): number {
  return (many?.shortest ?? Number.NaN) / (few?.shortest ?? Number.NaN);
}
