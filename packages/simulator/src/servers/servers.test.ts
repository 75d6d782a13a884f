import type { HostName } from "@quorate/cluster";
import type { Observation } from "@quorate/rollout";
import { describe, expect, test } from "vitest";
import { PRODUCT, type Product } from "../deploy/product.ts";
import { withBelief, withoutStepsOf } from "../without.ts";
import { playServers } from "./play.ts";
import type { Generation } from "./world.ts";

const SEEDS = 600;

test("there is never a second cluster of k3s', and all servers come to be of one", {
  timeout: 300_000,
}, () => {
  let [founded, joined, refused, copied] = [0, 0, 0, 0];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { broken, outcomes, servers } = playServers(seed, PRODUCT);
    expect({ seed, broken }).toEqual({ seed, broken: [] });
    founded += servers.events.filter(({ kind }) => kind === "founded").length;
    copied += servers.events.filter(({ kind }) => kind === "copied").length;
    joined += Math.max(0, servers.all.filter(({ data }) => data !== undefined).length - 1);
    refused += outcomes.filter(({ kind }) => kind === "refused").length;
  }
  // A law that nothing meets says nothing.
  expect(founded).toBeGreaterThan(SEEDS / 2);
  expect(joined).toBeGreaterThan(SEEDS / 2);
  expect(refused).toBeGreaterThan(SEEDS / 2);
  expect(copied).toBeGreaterThan(SEEDS / 2);
});

const believing = (change: (seen: Observation) => Observation): Product => withBelief(change)(PRODUCT);

const UNCOPIED: Product = {
  ...PRODUCT,
  afterBuilding: (...words) => {
    const planned = PRODUCT.afterBuilding(...words);
    return planned.ok ? { ...planned, value: withoutStepsOf("snapshot")(planned.value) } : planned;
  },
};

/** A guard that is switched off, and what is seen of it. */
const GUARDS: readonly (readonly [guard: string, product: Product, generation: Generation])[] = [
  [
    "what could not be asked is no server without data",
    believing((seen) =>
      seen.kind === "unreachable"
        ? { kind: "bare", node: seen.node, reason: "foreign-host-key", answersAt: [] }
        : seen,
    ),
    {},
  ],
  [
    "nothing is founded beside data",
    believing((seen) =>
      seen.kind === "installed" &&
      seen.etcd.data === "yes" &&
      !(seen.facts.etcd.healthy.known && seen.facts.etcd.healthy.value)
        ? { ...seen, etcdRunning: false, etcd: { ...seen.etcd, data: "no", membership: "unknown" } }
        : seen,
    ),
    {},
  ],
  ["no generation founds", PRODUCT, { founder: "node1" as HostName }],
  ["without a word a server without data stays down", PRODUCT, { unconditioned: true }],
  ["a word is for one start", PRODUCT, { remembers: true }],
  ["a snapshot of etcd is taken first", UNCOPIED, {}],
];

describe("a guard that is switched off is found", () => {
  test.each(GUARDS)("%s", (_, product, generation) => {
    let found: readonly string[] = [];
    for (let seed = 1; seed <= SEEDS && found.length === 0; seed++) {
      found = playServers(seed, product, generation).broken;
    }
    expect(found.join()).toMatch(/founds a cluster beside|a cluster of its own|no snapshot was taken/);
  });
});

test("nobody who lives loses its Node, also where whoever deploys takes it for lost", {
  timeout: 300_000,
}, () => {
  // What could not be asked is taken for a bare machine, and everything that it was is given up.
  const [, wrong] = GUARDS[0] ?? [];
  const taken = (generation: Generation) => {
    if (wrong === undefined) throw new Error("no guard");
    let count = 0;
    for (let seed = 1; seed <= SEEDS; seed++)
      count += playServers(seed, wrong, generation).servers.events.filter(
        ({ kind }) => kind === "taken",
      ).length;
    return count;
  };
  expect(taken({})).toBe(0);
  expect(taken({ deletesLiving: true })).toBeGreaterThan(0);
});
