import type { Cluster, HostName, Node } from "@quorate/cluster";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EtcdSeen, ListedMember } from "../observe/etcd-seen.ts";
import type { Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import { testCluster, testDesired, testEtcd, testInstalled } from "../testing/observations.ts";
import { refuseMembership } from "./membership.ts";

const cluster = testCluster();
const desired = testDesired(cluster);
const members = ["db1", "db2", "master1"] as const;

const EMPTY: EtcdSeen = { data: "no", membership: "unknown" };
const STOPPED: EtcdSeen = { data: "yes", membership: "unknown" };
const UNASKED: EtcdSeen = { data: "unknown", membership: "unknown" };
/** A first installation that is under way: started with the list of the file, none beside it was. */
const WAITING = testEtcd({ db1: { started: false }, db2: { started: false }, master1: { started: false } });
const TWO = ["https://10.0.0.98:2380", "https://10.0.0.99:2380"];
/** Added by hand: no name before the first start. */
const ADDED = { started: false, name: "" };

const inCluster = (clusterId: string): EtcdSeen => {
  const { data, membership } = testEtcd();
  return { data, membership: membership === "unknown" ? membership : { ...membership, clusterId } };
};
const withMembers = (change: (members: readonly ListedMember[]) => readonly ListedMember[]): EtcdSeen => {
  const { data, membership } = testEtcd();
  if (membership === "unknown") throw new Error("no list");
  return { data, membership: { ...membership, members: change(membership.members) } };
};
const without = (name: string) => withMembers((all) => all.filter((one) => one.name !== name));
const withOther = (other: Partial<ListedMember>) =>
  withMembers((all) => [
    ...all,
    { id: "b7", name: "db9", peerUrls: ["https://10.0.0.29:2380"], started: true, ...other },
  ]);

type Seen = EtcdSeen | "bare" | "away" | "not-looked-at";

function observe(name: string, seen: Seen): readonly Observation[] {
  const node = name as HostName;
  if (seen === "not-looked-at") return [];
  if (seen === "bare") return [{ kind: "bare", node, reason: "foreign-host-key" }];
  if (seen === "away")
    return [{ kind: "unreachable", node, problem: problem("host-unreachable", node, "no") }];
  const one = desired.find((each) => each.node.name === name);
  if (one === undefined) throw new Error(name);
  return [testInstalled(one, { etcd: seen })];
}

const nodesOf = (names: readonly string[]): readonly Node[] =>
  cluster.nodes.filter(({ name }) => names.includes(name));

/** `existing`: those whose first start is one into a cluster that there is, by the file. */
function refuse(targets: readonly string[], seen: readonly Seen[], existing: readonly string[] = []) {
  const nodes = nodesOf(targets).map((node) =>
    existing.includes(node.name)
      ? {
          ...node,
          escapeHatch: {
            nixos: { services: { etcd: { initialClusterState: "existing" as const } } },
            nixosUnchecked: {},
          },
        }
      : node,
  );
  return refuseMembership(
    cluster,
    nodes,
    members.flatMap((name, index) => observe(name, seen[index] ?? "not-looked-at")),
  );
}
const codes = (...[targets, seen, existing]: Parameters<typeof refuse>) =>
  refuse(targets, seen, existing).map(({ code, where }) => `${where}: ${code}`);

describe("nothing is refused", () => {
  test.each<[string, readonly string[], readonly Seen[], readonly string[]]>([
    ["the first installation of all", members, ["bare", "bare", "bare"], []],
    ["the first one of a first installation", ["db1"], ["bare", "bare", "bare"], []],
    ["a first installation that went wrong before etcd started", members, [EMPTY, EMPTY, "bare"], []],
    ["the second, while the first waits for it", ["db2"], [WAITING, "bare", "bare"], []],
    ["the second, while the third is switched off", ["db2"], [WAITING, "bare", "away"], []],
    ["the second and the third", ["db2", "master1"], [WAITING, "bare", "bare"], []],
    [
      "the third, while two run",
      ["master1"],
      [testEtcd({ master1: { started: false } }), testEtcd({ master1: { started: false } }), "bare"],
      [],
    ],
    ["a running cluster", members, [testEtcd(), testEtcd(), testEtcd()], []],
    ["one of it", ["db2"], [testEtcd(), testEtcd(), testEtcd()], []],
    ["one of it, while another is away", ["db2"], [testEtcd(), testEtcd(), "away"], []],
    ["one of it that could not tell", ["db2"], [testEtcd(), STOPPED, "away"], []],
    ["a cold start", members, [STOPPED, STOPPED, STOPPED], []],
    ["a cold start without one", ["db1", "db2"], [STOPPED, STOPPED, "away"], []],
    [
      "one of it that has a second address",
      ["db2"],
      [
        testEtcd({ db2: { peerUrls: [urlOf(cluster, "db2"), "https://10.1.0.22:2380"] } }),
        testEtcd(),
        "away",
      ],
      [],
    ],
    ["one that tells nothing itself, beside others without data", ["db1"], [UNASKED, "bare", EMPTY], []],
    ["no member among the targets", ["worker1", "master2"], [inCluster("x"), inCluster("y"), "away"], []],
    [
      "one that was removed, added again, and is to join",
      ["db2"],
      [testEtcd({ db2: ADDED }), "bare", testEtcd({ db2: ADDED })],
      ["db2"],
    ],
  ])("of %s", (_, targets, seen, existing) => {
    expect(codes(targets, seen, existing)).toEqual([]);
  });
});

describe("refused", () => {
  const alone = withMembers((all) => all.filter(({ name }) => name === "db1"));
  test.each<[string, readonly string[], readonly Seen[], readonly string[], readonly string[]]>([
    [
      "one member that is to become three",
      members,
      [alone, "bare", "bare"],
      [],
      ["db2: member-would-start-a-cluster", "master1: member-would-start-a-cluster"],
    ],
    [
      "the same, one after another",
      ["db2"],
      [alone, "bare", "bare"],
      [],
      ["db2: member-would-start-a-cluster"],
    ],
    [
      "the same, on machines that run already",
      ["db2"],
      [alone, EMPTY, EMPTY],
      ["db2"],
      ["db2: member-would-start-a-cluster"],
    ],
    [
      "one more beside two",
      ["master1"],
      [without("master1"), without("master1"), "bare"],
      [],
      ["master1: member-would-start-a-cluster"],
    ],
    [
      "one whom a member does not know yet",
      ["db2"],
      [testEtcd({ db2: ADDED }), "bare", without("db2")],
      ["db2"],
      ["db2: member-would-start-a-cluster"],
    ],
    [
      "one that was added, but would not join",
      ["db2"],
      [testEtcd({ db2: ADDED }), "bare", testEtcd({ db2: ADDED })],
      [],
      ["db2: member-would-start-a-cluster"],
    ],
    ["a disk that was replaced", ["db2"], [testEtcd(), "bare", testEtcd()], [], ["db2: member-replaced"]],
    [
      "the same, where it would join as who it was",
      ["db2"],
      [testEtcd(), "bare", testEtcd()],
      ["db2"],
      ["db2: member-replaced"],
    ],
    ["data that is gone", ["db2"], [testEtcd(), EMPTY, "away"], [], ["db2: member-replaced"]],
    [
      "a machine with another name at a member's address",
      ["db2"],
      [testEtcd({ db2: { name: "db7" } }), "bare", "away"],
      [],
      ["db2: member-replaced"],
    ],
    ["the first, while others are off", ["db1"], ["bare", "bare", "away"], [], ["db1: member-unknown"]],
    ["the first, while one was not asked", ["db1"], ["bare", "bare"], [], ["db1: member-unknown"]],
    ["the first, while one tells nothing", ["db1"], ["bare", UNASKED, "bare"], [], ["db1: member-unknown"]],
    ["one beside others that are stopped", ["db1"], ["bare", STOPPED, STOPPED], [], ["db1: member-unknown"]],
    ["one that tells nothing itself", ["db1"], [UNASKED, STOPPED, "bare"], [], ["db1: member-unknown"]],
    [
      "three that were five",
      ["db1"],
      [withOther({}), withOther({}), "away"],
      [],
      ["db9: member-not-in-file"],
    ],
    [
      "one that was added and never started",
      ["db1"],
      [withOther({ name: "", started: false }), testEtcd(), "away"],
      [],
      ["https://10.0.0.29:2380: member-not-in-file"],
    ],
    [
      "one that was added at two addresses",
      ["db1"],
      [withOther({ name: "", started: false, peerUrls: TWO }), testEtcd(), "away"],
      [],
      [`${TWO[0]},${TWO[1]}: member-not-in-file`],
    ],
    [
      "another address",
      ["db1"],
      [testEtcd({ db2: { peerUrls: ["https://10.0.0.99:2380"] } }), "away", "away"],
      [],
      ["db2: member-not-in-file"],
    ],
    [
      "two clusters, and nothing else of them",
      members,
      [inCluster("x"), inCluster("y"), "bare"],
      [],
      ["etcd: clusters-differ"],
    ],
  ])("%s", (_, targets, seen, existing, expected) => {
    expect(codes(targets, seen, existing)).toEqual(expected);
    for (const { exit } of refuse(targets, seen, existing)) expect(exit).toBe("wrong-input");
  });

  test("with the commands that help", () => {
    const told = [
      ...refuse(["db2"], [alone, "bare", "bare"]),
      ...refuse(["db2"], [testEtcd({ db2: ADDED }), "bare", "away"]),
      ...refuse(["db2"], [testEtcd(), "bare", testEtcd()]),
      ...refuse(["db1"], [withOther({}), testEtcd(), testEtcd()]),
      ...refuse(["db1"], [testEtcd({ db2: { peerUrls: ["https://10.0.0.99:2380"] } }), "away", "away"]),
      ...refuse(["db1"], [withOther({ name: "", started: false, peerUrls: TWO }), testEtcd(), "away"]),
      ...refuse(["db1"], [testEtcd({ db2: { peerUrls: TWO } }), "away", "away"]),
      ...refuse(["db1"], ["bare", STOPPED, STOPPED]),
      ...refuse(["db1"], ["bare", STOPPED, "away"]),
      ...refuse(["db1"], ["bare", "bare", "away"]),
      ...refuse(["db1"], [inCluster("x"), inCluster("y"), inCluster("x")]),
    ];
    expect(told.map(({ message, hint }) => `${message}. ${hint}`)).toMatchSnapshot();
  });

  const existing = "existing" as const;
  test.each<[Node["escapeHatch"], boolean]>([
    [{ nixos: { services: { etcd: { initialClusterState: existing } } }, nixosUnchecked: {} }, false],
    [{ nixos: {}, nixosUnchecked: { "services.etcd.initialClusterState": existing } }, false],
    [{ nixos: { services: { etcd: { initialClusterState: "new" } } }, nixosUnchecked: {} }, true],
    [{ nixos: { services: {} }, nixosUnchecked: {} }, true],
    [{ nixos: {}, nixosUnchecked: { "services.etcd.initialClusterState": "new" } }, true],
    [{ nixos: {}, nixosUnchecked: { "services.etcd.initialCluster": existing } }, true],
  ])("one that was added, with %j: %s", (escapeHatch, isRefused) => {
    const observed = [...observe("db1", testEtcd({ db2: ADDED })), ...observe("db2", "bare")];
    const nodes = nodesOf(["db2"]).map((node) => ({ ...node, escapeHatch }));
    expect(refuseMembership(cluster, nodes, observed).length > 0).toBe(isRefused);
  });

  test("not for the order of either list", () => {
    const reversed = withMembers((all) => [...all].reverse());
    const mixed = { ...cluster, etcd: { ...cluster.etcd, members: [...cluster.etcd.members].reverse() } };
    const waiting = (list: EtcdSeen): EtcdSeen =>
      list.membership === "unknown"
        ? list
        : {
            ...list,
            membership: {
              ...list.membership,
              members: list.membership.members.map((one) => ({ ...one, started: false })),
            },
          };
    for (const of of [cluster, mixed]) {
      for (const list of [reversed, testEtcd()]) {
        const observed = [...observe("db1", waiting(list)), ...observe("db2", "bare")];
        expect(refuseMembership(of, nodesOf(["db2"]), observed)).toEqual([]);
      }
    }
  });

  test("nobody who is no member by the file: that is a fault of whoever resolved it", () => {
    const members = cluster.etcd.members.filter(({ name }) => name !== "db2");
    const observed = [...observe("db1", testEtcd()), ...observe("db2", "bare")];
    expect(() =>
      refuseMembership({ ...cluster, etcd: { ...cluster.etcd, members } }, nodesOf(["db2"]), observed),
    ).toThrow("db2 is no member of etcd");
  });
});

describe("whatever was seen", () => {
  const anySeen = fc.constantFrom<Seen>(
    ...["bare" as const, "away" as const, "not-looked-at" as const],
    ...[EMPTY, STOPPED, UNASKED, WAITING, testEtcd(), inCluster("y"), without("db1"), withOther({})],
    ...[testEtcd({ db2: ADDED }), testEtcd({ master1: { started: false } })],
  );
  const anyCase = fc.record({
    targets: fc.subarray([...members], { minLength: 1 }),
    seen: fc.tuple(anySeen, anySeen, anySeen),
  });
  const dataless = (seen: Seen) => seen === "bare" || (typeof seen === "object" && seen.data !== "yes");

  test("a member without data starts only where all are without, or where every list has a place for it", () => {
    fc.assert(
      fc.property(anyCase, ({ targets, seen }) => {
        if (codes(targets, seen).length > 0) return;
        const lists = seen.flatMap((one) =>
          typeof one === "object" && one.membership !== "unknown" ? [one.membership] : [],
        );
        expect(new Set(lists.map(({ clusterId }) => clusterId)).size).toBeLessThan(2);
        for (const name of targets) {
          if (!dataless(seen[members.indexOf(name)] ?? "away")) continue;
          const url = urlOf(cluster, name);
          const places = lists.map((list) => list.members.find(({ peerUrls }) => peerUrls.includes(url)));
          // By its name: it was on the list that the cluster began with, which is the one it is started with.
          for (const place of places) expect(place).toMatchObject({ started: false, name });
          if (places.length > 0) continue;
          const others = seen.filter((_, index) => members[index] !== name);
          expect(others.every((one) => one === "bare" || one === EMPTY)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function urlOf({ etcd }: Cluster, name: string): string {
  return etcd.members.find((one) => one.name === name)?.peerUrl ?? "";
}
