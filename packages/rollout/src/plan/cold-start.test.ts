import type { HostName } from "@quorate/cluster";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { isColdStart, membersSeen } from "./cold-start.ts";

const cluster = testCluster();
const desired = testDesired(cluster);
const members = cluster.etcd.members.map(({ name }) => name);

type Seen = "running" | "stopped" | "bare" | "unreachable" | "not-looked-at";

function observe(node: HostName, seen: Seen): readonly Observation[] {
  const one = desired.find((each) => each.node.name === node);
  if (one === undefined) throw new Error(node);
  if (seen === "not-looked-at") return [];
  if (seen === "bare") return [{ kind: "bare", node, reason: "foreign-host-key" }];
  if (seen === "unreachable") {
    return [{ kind: "unreachable", node, problem: problem("host-unreachable", node, "no answer") }];
  }
  return [testInstalled(one, { etcdRunning: seen === "running" })];
}

const cold = (...seen: readonly Seen[]) =>
  isColdStart(
    membersSeen(
      cluster,
      members.flatMap((name, index) => observe(name, seen[index] ?? "bare")),
    ),
  );

describe("a cold start", () => {
  test.each<[Seen, Seen, Seen, boolean]>([
    ["running", "running", "running", false],
    ["running", "running", "stopped", false],
    // One is enough: its unit is active only where a quorum is.
    ["running", "stopped", "stopped", false],
    ["unreachable", "running", "stopped", false],
    ["bare", "running", "bare", false],
    ["stopped", "stopped", "stopped", true],
    ["bare", "bare", "bare", true],
    ["stopped", "bare", "stopped", true],
    // Unknown is no reason for one, and none against one.
    ["stopped", "stopped", "unreachable", true],
    ["stopped", "not-looked-at", "stopped", true],
  ])("with members that are %s, %s and %s: %s", (a, b, c, expected) => {
    expect(cold(a, b, c)).toBe(expected);
  });

  test("tells members of which nothing is known apart from those that are stopped", () => {
    const [a, b, c] = members;
    if (a === undefined || b === undefined || c === undefined) throw new Error("three members");
    expect(membersSeen(cluster, [...observe(a, "stopped"), ...observe(b, "unreachable")])).toEqual({
      running: [],
      stopped: [a],
      absent: [],
      unknown: [b, c],
    });
    expect(membersSeen(cluster, [...observe(a, "bare"), ...observe(c, "running")])).toEqual({
      running: [c],
      stopped: [],
      absent: [a],
      unknown: [b],
    });
  });

  test("counts every member once, and nobody else", () => {
    const anySeen = fc.constantFrom<Seen>("running", "stopped", "bare", "unreachable", "not-looked-at");
    fc.assert(
      fc.property(fc.tuple(...desired.map(() => anySeen)), (seen) => {
        const observed = desired.flatMap(({ node }, index) => observe(node.name, seen[index] ?? "bare"));
        const found = membersSeen(cluster, observed);
        expect(Object.values(found).flat().sort()).toEqual([...members].sort());
        const running = members.filter(
          (name) => seen[desired.findIndex(({ node }) => node.name === name)] === "running",
        );
        expect(found.running).toEqual(running);
      }),
    );
  });
});
