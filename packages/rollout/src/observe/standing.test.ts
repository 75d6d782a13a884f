import { expect, test } from "vitest";
import { problem } from "../problem-kind.ts";
import {
  TEST_SERVES,
  testCluster,
  testDesired,
  testInstalled,
  testNodeObject,
  testPath,
} from "../testing/observations.ts";
import { NO_FACTS } from "./host-facts.ts";
import { known } from "./known.ts";
import type { Observation } from "./observation.ts";
import { standingOf } from "./standing.ts";

const cluster = testCluster();
const [db1, db2, master1] = testDesired(cluster);
if (db1 === undefined || db2 === undefined || master1 === undefined) throw new Error("no nodes");
const names = [db1, db2, master1].map(({ node }) => node.name);

test("tells what each machine runs, boots and confirmed, and which members of etcd are up", () => {
  const observed: readonly Observation[] = [
    testInstalled(db1, { facts: TEST_SERVES }),
    testInstalled(db2, { currentSystem: testPath("old"), etcdRunning: false }),
    { kind: "unreachable", node: master1.node.name, problem: problem("host-unreachable", "master1", "off") },
  ];
  expect(standingOf(cluster, names, observed)).toEqual({
    machines: [
      { kind: "installed", node: "db1", runs: db1.closure, boots: db1.closure, confirmed: true },
      { kind: "installed", node: "db2", runs: testPath("old"), boots: db2.closure, confirmed: false },
      { kind: "unknown", node: "master1" },
    ],
    etcd: {
      quorum: { voters: 3, up: 1, unknown: 1, tolerates: -1 },
      down: ["db2"],
      unknown: ["master1"],
    },
    cordons: { known: false, why: "no apiserver answers" },
  });
});

test("what runs is confirmed only where it is what was, and what boots", () => {
  const confirmed = (changes: Parameters<typeof testInstalled>[1]) =>
    standingOf(cluster, names.slice(0, 1), [testInstalled(db1, changes)]).machines[0];
  expect(confirmed({})).toMatchObject({ confirmed: true });
  expect(confirmed({ confirmed: undefined })).toMatchObject({ confirmed: false });
  expect(confirmed({ profile: testPath("other") })).toMatchObject({ confirmed: false });
  expect(confirmed({ confirmed: { closure: testPath("x"), fingerprint: "" } })).toMatchObject({
    confirmed: false,
  });
});

test("a member whose unit runs and that does not say that it serves is not known to be up", () => {
  const observed = [db1, db2, master1].map((one) => testInstalled(one));
  expect(standingOf(cluster, names, observed).etcd).toMatchObject({
    quorum: { up: 0, unknown: 3 },
    down: [],
  });
});

test("tells every node that is cordoned, and whose that is", () => {
  const mark = { "quorate/cordoned-by": "r0 2026-11-26T11:00:00Z root@ops1" };
  const nodes = known([
    testNodeObject("master1", { cordoned: true, annotations: mark }),
    testNodeObject("master2", { cordoned: true }),
    testNodeObject("worker1"),
  ]);
  const facts = { ...NO_FACTS, api: { ...NO_FACTS.api, nodes } };
  const words = "root@ops1 (run r0, since 2026-11-26T11:00:00Z)";
  expect(standingOf(cluster, names, [testInstalled(master1, { facts })]).cordons).toEqual(
    known([{ node: "master1", of: { run: "r0", words } }, { node: "master2" }]),
  );
});

test("a machine boots what its loader starts, where that can be read", () => {
  const system = testPath("chosen-by-hand");
  const bootLoader = known({ loader: "systemd-boot", entry: "x.conf", system, generation: 7 } as const);
  const machines = standingOf(cluster, names.slice(0, 1), [
    testInstalled(db1, { facts: { ...NO_FACTS, bootLoader } }),
  ]).machines;
  expect(machines).toMatchObject([{ runs: db1.closure, boots: system, confirmed: false }]);
});

test("a machine that is not installed is a member that is down, and one nobody looked at as well", () => {
  const observed: readonly Observation[] = [{ kind: "bare", node: db1.node.name, reason: "not-nixos" }];
  expect(standingOf(cluster, [db1.node.name], observed)).toMatchObject({
    machines: [{ kind: "bare", node: "db1" }],
    etcd: { down: ["db1", "db2", "master1"], unknown: [] },
  });
});
