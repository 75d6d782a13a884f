import { expect, test } from "vitest";
import { problem } from "../problem-kind.ts";
import { testCluster, testDesired, testInstalled, testPath } from "../testing/observations.ts";
import type { Observation } from "./observation.ts";
import { standingOf } from "./standing.ts";

const cluster = testCluster();
const [db1, db2, master1] = testDesired(cluster);
if (db1 === undefined || db2 === undefined || master1 === undefined) throw new Error("no nodes");
const names = [db1, db2, master1].map(({ node }) => node.name);

test("tells what each machine runs, boots and confirmed, and which members of etcd are up", () => {
  const observed: readonly Observation[] = [
    testInstalled(db1),
    testInstalled(db2, { currentSystem: testPath("old"), etcdRunning: false }),
    { kind: "unreachable", node: master1.node.name, problem: problem("host-unreachable", "master1", "off") },
  ];
  expect(standingOf(cluster, names, observed)).toEqual({
    machines: [
      { kind: "installed", node: "db1", runs: db1.closure, boots: db1.closure, confirmed: true },
      { kind: "installed", node: "db2", runs: testPath("old"), boots: db2.closure, confirmed: false },
      { kind: "unknown", node: "master1" },
    ],
    etcd: { running: ["db1"], stopped: ["db2"], absent: [], unknown: ["master1"] },
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

test("a machine that is not installed is no member that is down", () => {
  const observed: readonly Observation[] = [{ kind: "bare", node: db1.node.name, reason: "not-nixos" }];
  expect(standingOf(cluster, [db1.node.name], observed)).toMatchObject({
    machines: [{ kind: "bare", node: "db1" }],
    etcd: { absent: ["db1"], unknown: ["db2", "master1"] },
  });
});
