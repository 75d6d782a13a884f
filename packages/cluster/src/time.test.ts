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
  const time = (count: number) => {
    const definition = defined(spec(count));
    const times = Array.from({ length: 5 }, () => {
      // Of this process alone: others on the machine would take part of a clock's time.
      const start = process.cpuUsage();
      expect(resolveCluster(definition).ok).toBe(true);
      return process.cpuUsage(start).user;
    });
    return Math.min(...times);
  };
  time(400);
  // Eight times the nodes: were any rule quadratic, 64 times the work.
  expect(time(3200) / time(400)).toBeLessThan(30);
});
