import type { HostName } from "@quorate/cluster";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import {
  TEST_SERVES,
  TEST_STATUS,
  testCluster,
  testDesired,
  testInstalled,
} from "../testing/observations.ts";
import { coldStartUnknown, type EtcdAtStart, etcdAtStart, membersSeen } from "./cold-start.ts";

const cluster = testCluster();
const desired = testDesired(cluster);
const members = cluster.etcd.members.map(({ name }) => name);

/** What a member's machine tells: `leads` that it follows a leader, `silent` nothing but that its unit is active. */
type Seen =
  | "serves"
  | "leads"
  | "silent"
  | "no-quorum"
  | "stopped"
  | "bare"
  | "unreachable"
  | "not-looked-at";

const TOLD: { readonly [S in Seen]?: Partial<InstalledObservation> } = {
  // k3s' unit is active only later, and no unit of that name may be there at all.
  serves: { etcdRunning: false, facts: TEST_SERVES },
  leads: {
    etcdRunning: false,
    facts: { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, healthy: known(false), status: known(TEST_STATUS) } },
  },
  silent: { etcdRunning: true },
  "no-quorum": {
    etcdRunning: true,
    facts: {
      ...NO_FACTS,
      etcd: { ...NO_FACTS.etcd, healthy: known(false), status: known({ ...TEST_STATUS, leader: undefined }) },
    },
  },
  stopped: { etcdRunning: false },
};

function observe(node: HostName, seen: Seen): readonly Observation[] {
  const one = desired.find((each) => each.node.name === node);
  if (one === undefined) throw new Error(node);
  if (seen === "not-looked-at") return [];
  if (seen === "bare") return [{ kind: "bare", node, reason: "foreign-host-key" }];
  if (seen === "unreachable") {
    return [{ kind: "unreachable", node, problem: problem("host-unreachable", node, "no answer") }];
  }
  return [testInstalled(one, TOLD[seen])];
}

const seenAs = (...seen: readonly Seen[]) =>
  membersSeen(
    cluster,
    members.flatMap((name, index) => observe(name, seen[index] ?? "bare")),
  );

describe("etcd", () => {
  test.each<[Seen, Seen, Seen, EtcdAtStart, EtcdAtStart]>([
    ["serves", "serves", "serves", "runs", "runs"],
    ["leads", "stopped", "stopped", "runs", "runs"],
    // One is enough, also where nothing of it is told: a cluster that may run is treated as one that does.
    ["serves", "unreachable", "unreachable", "runs", "runs"],
    ["silent", "stopped", "stopped", "runs", "runs"],
    ["unreachable", "silent", "stopped", "runs", "runs"],
    ["bare", "serves", "bare", "runs", "runs"],
    // At the moment of an election nobody serves: that is no cold start either.
    ["no-quorum", "no-quorum", "no-quorum", "runs", "runs"],
    ["stopped", "stopped", "stopped", "starts", "starts"],
    ["bare", "bare", "bare", "starts", "starts"],
    ["stopped", "bare", "stopped", "starts", "starts"],
    // Unknown is never a no, unless somebody insists.
    ["stopped", "stopped", "unreachable", "unknown", "starts"],
    ["stopped", "not-looked-at", "stopped", "unknown", "starts"],
    ["unreachable", "unreachable", "unreachable", "unknown", "starts"],
  ])(
    "with members of which %s, %s, %s is told: %s, and %s with --cold-start",
    (a, b, c, expected, insisted) => {
      const seen = seenAs(a, b, c);
      expect(etcdAtStart(seen, { coldStart: false })).toBe(expected);
      expect(etcdAtStart(seen, { coldStart: true })).toBe(insisted);
    },
  );

  test("does not run where the file says that the machine is off", () => {
    const [a, b, c] = members;
    if (a === undefined || b === undefined || c === undefined) throw new Error("three members");
    const nodes = cluster.nodes.map((node) => ({ ...node, offline: node.name === c }));
    const seen = membersSeen({ ...cluster, nodes }, [...observe(a, "stopped"), ...observe(b, "stopped")]);
    expect(seen).toMatchObject({ stopped: [a, b], offline: [c], unknown: [] });
    expect(etcdAtStart(seen, { coldStart: false })).toBe("starts");
  });

  test("is said to be unknown by the names of those who could not be asked", () => {
    const { code, message, hint } = coldStartUnknown(seenAs("stopped", "bare", "unreachable"), [
      "db1" as HostName,
    ]);
    expect(code).toBe("cold-start-unknown");
    expect(message).toContain(`${members[0]}, ${members[1]}, and ${members[2]} could not be asked`);
    expect(hint).toMatch(new RegExp(`Switch on ${members[2]}.*--cold-start`));
  });

  test("tells members of which nothing is known apart from those that are stopped", () => {
    const [a, b, c] = members;
    if (a === undefined || b === undefined || c === undefined) throw new Error("three members");
    expect(membersSeen(cluster, [...observe(a, "stopped"), ...observe(b, "unreachable")])).toEqual({
      running: [],
      stopped: [a],
      absent: [],
      offline: [],
      unknown: [b, c],
    });
    expect(membersSeen(cluster, [...observe(a, "bare"), ...observe(c, "serves")])).toEqual({
      running: [c],
      stopped: [],
      absent: [a],
      offline: [],
      unknown: [b],
    });
  });

  test("counts every member once, and nobody else", () => {
    const kinds = ["serves", "leads", "silent", "no-quorum", "stopped", "bare", "unreachable"] as const;
    const anySeen = fc.constantFrom<Seen>(...kinds, "not-looked-at");
    const runs: readonly (Seen | undefined)[] = ["serves", "leads", "silent", "no-quorum"];
    fc.assert(
      fc.property(fc.tuple(...desired.map(() => anySeen)), (seen) => {
        const observed = desired.flatMap(({ node }, index) => observe(node.name, seen[index] ?? "bare"));
        const found = membersSeen(cluster, observed);
        expect(Object.values(found).flat().sort()).toEqual([...members].sort());
        const running = members.filter((name) =>
          runs.includes(seen[desired.findIndex(({ node }) => node.name === name)]),
        );
        expect(found.running).toEqual(running);
      }),
    );
  });
});
