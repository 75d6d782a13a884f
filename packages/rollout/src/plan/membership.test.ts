import type { Cluster, HostName, Node } from "@quorate/cluster";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EtcdSeen, ListedMember } from "../observe/etcd-seen.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import { TEST_STATUS, testCluster, testDesired, testEtcd, testInstalled } from "../testing/observations.ts";
import { planMembership } from "./membership.ts";

const cluster = testCluster();
const desired = testDesired(cluster);
const members = ["db1", "db2", "master1"] as const;

const EMPTY: EtcdSeen = { data: "no", joining: false, membership: "unknown" };
const STOPPED: EtcdSeen = { data: "yes", joining: false, membership: "unknown" };
const UNASKED: EtcdSeen = { data: "unknown", joining: false, membership: "unknown" };
/** A first installation that is under way: started with the list of the file, none beside it was. */
const WAITING = testEtcd({ db1: { started: false }, db2: { started: false }, master1: { started: false } });
const TWO = ["https://10.0.0.98:2380", "https://10.0.0.99:2380"];
/** Added by hand: no name before the first start. */
const ADDED = { started: false, name: "" };

const inCluster = (clusterId: string): EtcdSeen => {
  const { membership, ...rest } = testEtcd();
  return { ...rest, membership: membership === "unknown" ? membership : { ...membership, clusterId } };
};
const withMembers = (change: (members: readonly ListedMember[]) => readonly ListedMember[]): EtcdSeen => {
  const { membership, ...rest } = testEtcd();
  if (membership === "unknown") throw new Error("no list");
  return { ...rest, membership: { ...membership, members: change(membership.members) } };
};
const only = (name: string) => withMembers((all) => all.filter((one) => one.name === name));
const without = (name: string) => withMembers((all) => all.filter((one) => one.name !== name));
const withOther = (other: Partial<ListedMember>) =>
  withMembers((all) => [
    ...all,
    { id: "b7", name: "db9", peerUrls: ["https://10.0.0.29:2380"], started: true, learner: false, ...other },
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

const seenOf = (seen: readonly Seen[]) =>
  members.flatMap((name, index) => observe(name, seen[index] ?? "not-looked-at"));

function plan(targets: readonly string[], seen: readonly Seen[], erase: readonly string[] = []) {
  return planMembership(cluster, nodesOf(targets), seenOf(seen), { erase, remove: [] });
}

const refuse = (...[targets, seen]: Parameters<typeof plan>) => plan(targets, seen).refusals;
const codes = (...[targets, seen, erase]: Parameters<typeof plan>) =>
  plan(targets, seen, erase).refusals.map(({ code, where }) => `${where}: ${code}`);

/** `db2 found`, `db2 join through db1`. */
const deeds = (...[targets, seen, erase]: Parameters<typeof plan>) =>
  [...plan(targets, seen, erase).deeds].map(([name, deed]) => {
    if (deed.kind === "found") return `${name} founds`;
    if (deed.kind !== "join") throw new Error(deed.kind);
    const { through, remove, aside } = deed;
    const removing =
      remove === undefined ? "" : `, removing ${remove.kind === "member" ? remove.id : remove.kind}`;
    return `${name} joins through ${through.node}${removing}${aside ? ", data aside" : ""}`;
  });

describe("nothing is in the way", () => {
  const learner = { started: true, learner: true };
  const joining: EtcdSeen = { data: "yes", joining: true, membership: "unknown" };
  test.each<[string, readonly string[], readonly Seen[], readonly string[], (readonly string[])?]>([
    [
      "the first installation of all",
      members,
      ["bare", "bare", "bare"],
      ["db1 founds", "db2 founds", "master1 founds"],
    ],
    ["the first one of a first installation", ["db1"], ["bare", "bare", "bare"], ["db1 founds"]],
    [
      "a first installation that went wrong before etcd started",
      members,
      [EMPTY, EMPTY, "bare"],
      ["db1 founds", "db2 founds", "master1 founds"],
    ],
    ["the second, while the first waits for it", ["db2"], [WAITING, "bare", "bare"], ["db2 founds"]],
    ["the second, while the third is switched off", ["db2"], [WAITING, "bare", "away"], ["db2 founds"]],
    [
      "the second and the third",
      ["db2", "master1"],
      [WAITING, "bare", "bare"],
      ["db2 founds", "master1 founds"],
    ],
    [
      "the third, while two run",
      ["master1"],
      [testEtcd({ master1: { started: false } }), testEtcd({ master1: { started: false } }), "bare"],
      ["master1 founds"],
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
    [
      "one that tells nothing itself, beside others without data",
      ["db1"],
      [UNASKED, "bare", EMPTY],
      ["db1 founds"],
    ],
    ["no member among the targets", ["worker1", "master2"], [inCluster("x"), inCluster("y"), "away"], []],
    [
      "one member that is to become three",
      members,
      [only("db1"), "bare", "bare"],
      ["db2 joins through db1", "master1 joins through db1"],
    ],
    [
      "the same, on machines that run already",
      ["db2"],
      [only("db1"), EMPTY, EMPTY],
      ["db2 joins through db1"],
    ],
    [
      "one more beside two",
      ["master1"],
      [without("master1"), without("master1"), "bare"],
      ["master1 joins through db1"],
    ],
    ["one that was added", ["db2"], [testEtcd({ db2: ADDED }), "bare", "away"], ["db2 joins through db1"]],
    [
      "a learner that was started, and whose deployment was killed",
      ["db2"],
      [testEtcd({ db2: learner }), testEtcd({ db2: learner }), "away"],
      ["db2 joins through db1"],
    ],
    [
      "a learner whose data are gone",
      ["db2"],
      [testEtcd({ db2: learner }), "bare", testEtcd({ db2: learner })],
      ["db2 joins through db1, removing a1"],
    ],
    [
      "a learner that was taken off the list, and its data are left",
      ["db2"],
      [without("db2"), joining, "away"],
      ["db2 joins through db1, data aside"],
    ],
    [
      "a voter that is not known to be one on its host",
      ["db2"],
      [testEtcd(), { ...testEtcd(), joining: true }, "away"],
      ["db2 joins through db1"],
    ],
    [
      "a disk that was replaced, by the user's word",
      ["db2"],
      [testEtcd(), "bare", testEtcd()],
      ["db2 joins through db1, removing a1"],
      ["db2"],
    ],
    [
      "data of a member that was removed once, by the user's word",
      ["db2"],
      [without("db2"), STOPPED, "away"],
      ["db2 joins through db1, data aside"],
      ["db2"],
    ],
  ])("of %s", (_, targets, seen, expected, erase) => {
    expect(codes(targets, seen, erase)).toEqual([]);
    expect(deeds(targets, seen, erase)).toEqual(expected);
  });

  test("who is named leaves, the others first, through one that stays", () => {
    const nine = {
      id: "b9",
      name: "db9",
      peerUrls: ["https://10.0.0.29:2380"],
      started: true,
      learner: false,
    };
    const eight = { ...nine, id: "b8", name: "db8", peerUrls: ["https://10.0.0.28:2380"] };
    const five = withMembers((all) => [...all, nine, eight]);
    const shrink = (seen: readonly Seen[], remove: readonly string[]) => {
      const { refusals, removals } = planMembership(cluster, nodesOf(["db1"]), seenOf(seen), {
        erase: [],
        remove,
      });
      return [
        ...refusals.map(({ code, where }) => `${where}: ${code}`),
        ...removals.map(({ whom, through }) => `${whom.name} ${whom.id} through ${through.node}`),
      ];
    };
    expect(shrink([five, five, five], ["db8", "b9"])).toEqual(["db8 b8 through db1", "db9 b9 through db1"]);
    expect(shrink([five, five, five], ["db9"])).toEqual(["db8: member-not-in-file"]);
    expect(shrink([five, five, "away"], ["db8", "db9"])).toEqual([
      "db8 b8 through db1",
      "db9 b9 through db1",
    ]);
    // Of three that stay one is up.
    expect(shrink([five, "away", "away"], ["db8", "db9"])).toEqual(["etcd: quorum-at-risk"]);
    // Nobody of the file is removed by that word.
    expect(shrink([testEtcd(), testEtcd(), testEtcd()], ["db1", "db2", "a0"])).toEqual([]);
  });

  test("who has another address leaves, and joins anew from there", () => {
    const moved = testEtcd({ db2: { peerUrls: ["https://10.0.0.99:2380"] } });
    const {
      refusals,
      removals,
      deeds: made,
    } = planMembership(cluster, nodesOf(["db2"]), seenOf([moved, STOPPED, moved]), {
      erase: [],
      remove: ["db2"],
    });
    expect(refusals).toEqual([]);
    expect(removals).toMatchObject([{ whom: { id: "a1", peerUrls: ["https://10.0.0.99:2380"] } }]);
    expect(made.get("db2" as HostName)).toMatchObject({ kind: "join", aside: true });
  });

  test("one at a time has another address", () => {
    const moved = { peerUrls: ["https://10.0.0.99:2380"] };
    const both = testEtcd({ db1: { peerUrls: ["https://10.0.0.98:2380"] }, db2: moved });
    const codes = (etcd: EtcdSeen, remove: readonly string[]) => {
      const observed = seenOf([STOPPED, STOPPED, etcd]);
      const { refusals, removals } = planMembership(cluster, nodesOf(["db1", "db2"]), observed, {
        erase: [],
        remove,
      });
      return [...refusals.map(({ code }) => code), ...removals.map(({ whom }) => whom.name)];
    };
    expect(codes(both, ["db1", "db2"])).toContain("members-move-together");
    expect(codes(both, ["db1"])).toEqual(expect.arrayContaining(["member-not-in-file"]));
    expect(codes(both, ["db1", "db2"])).not.toContain("db1");
    expect(codes(testEtcd({ db2: moved }), ["db2"])).not.toContain("members-move-together");
  });

  test("a member that is known to be ill, is a learner or was never started lets nobody in", () => {
    const ill = { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, healthy: known(false) } };
    const observed = (list: EtcdSeen) => [
      ...observe("db1", list).map((one) => (one.kind === "installed" ? { ...one, facts: ill } : one)),
      ...observe("db2", "bare"),
      ...observe("master1", list),
    ];
    const through = (list: EtcdSeen) => {
      const { deeds: made, refusals } = planMembership(cluster, nodesOf(["db2"]), observed(list), {
        erase: [],
        remove: [],
      });
      const deed = made.get("db2" as HostName);
      return deed?.kind === "join" ? deed.through.node : refusals.map(({ code }) => code);
    };
    expect(through(without("db2"))).toBe("master1");
    const change = (master1: Partial<ListedMember>) =>
      withMembers((all) =>
        all
          .filter(({ name }) => name !== "db2")
          .map((one) => (one.name === "master1" ? { ...one, ...master1 } : one)),
      );
    expect(through(change({ learner: true }))).toEqual(["etcd-without-quorum"]);
    expect(through(change({ started: false }))).toEqual(["etcd-without-quorum"]);
  });

  test("a big database is given more time", () => {
    const seconds = (size: number) => {
      const facts = { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, status: known({ ...TEST_STATUS, size }) } };
      const observed = [
        ...observe("db1", only("db1")).map((one) => (one.kind === "installed" ? { ...one, facts } : one)),
        ...observe("db2", "bare"),
      ];
      const deed = planMembership(cluster, nodesOf(["db2"]), observed, { erase: [], remove: [] }).deeds.get(
        "db2" as HostName,
      );
      return deed?.kind === "join" ? deed.timeoutSeconds : 0;
    };
    expect(seconds(0)).toBe(600);
    expect(seconds(8 * 1024 ** 3)).toBe(600 + 65536);
  });
});

describe("refused", () => {
  test.each<[string, readonly string[], readonly Seen[], readonly string[]]>([
    [
      "one whom a member does not know yet",
      ["db2"],
      [testEtcd({ db2: ADDED }), "bare", without("db2")],
      ["db2: members-disagree"],
    ],
    [
      "one that began with another list than the file's",
      ["db2"],
      [
        withMembers(([one, two]) =>
          [one, two].flatMap((each) => (each ? [{ ...each, started: false }] : [])),
        ),
        "bare",
        "away",
      ],
      ["db2: member-would-start-a-cluster"],
    ],
    ["a disk that was replaced", ["db2"], [testEtcd(), "bare", testEtcd()], ["db2: member-replaced"]],
    ["data that is gone", ["db2"], [testEtcd(), EMPTY, "away"], ["db2: member-replaced"]],
    [
      "a machine with another name at a member's address",
      ["db2"],
      [testEtcd({ db2: { name: "db7" } }), "bare", "away"],
      ["db2: member-replaced"],
    ],
    ["data that etcd does not know", ["db2"], [without("db2"), STOPPED, "away"], ["db2: member-stale"]],
    ["one that may have data", ["db2"], [testEtcd(), UNASKED, "away"], ["db2: member-unknown"]],
    [
      "one to join those that wait for each other",
      ["master1"],
      [withMembers((all) => all.slice(0, 2).map((one) => ({ ...one, started: false }))), STOPPED, "bare"],
      ["master1: etcd-without-quorum"],
    ],
    ["the first, while others are off", ["db1"], ["bare", "bare", "away"], ["db1: member-unknown"]],
    ["the first, while one was not asked", ["db1"], ["bare", "bare"], ["db1: member-unknown"]],
    ["the first, while one tells nothing", ["db1"], ["bare", UNASKED, "bare"], ["db1: member-unknown"]],
    ["one beside others that are stopped", ["db1"], ["bare", STOPPED, STOPPED], ["db1: member-unknown"]],
    ["one that tells nothing itself", ["db1"], [UNASKED, STOPPED, "bare"], ["db1: member-unknown"]],
    ["three that were five", ["db1"], [withOther({}), withOther({}), "away"], ["db9: member-not-in-file"]],
    [
      "one that was added and never started",
      ["db1"],
      [withOther({ name: "", started: false }), testEtcd(), "away"],
      ["https://10.0.0.29:2380: member-not-in-file"],
    ],
    [
      "one that was added at two addresses",
      ["db1"],
      [withOther({ name: "", started: false, peerUrls: TWO }), testEtcd(), "away"],
      [`${TWO[0]},${TWO[1]}: member-not-in-file`],
    ],
    [
      "another address",
      ["db1"],
      [testEtcd({ db2: { peerUrls: ["https://10.0.0.99:2380"] } }), "away", "away"],
      ["db2: member-not-in-file"],
    ],
    [
      "two clusters, and nothing else of them",
      members,
      [inCluster("x"), inCluster("y"), "bare"],
      ["etcd: clusters-differ"],
    ],
  ])("%s", (_, targets, seen, expected) => {
    expect(codes(targets, seen)).toEqual(expected);
    for (const name of targets) expect(plan(targets, seen).deeds.has(name as HostName)).toBe(false);
  });

  test("with the commands that help", () => {
    const told = [
      ...refuse(["db2"], [testEtcd({ db2: ADDED }), "bare", without("db2")]),
      ...refuse(["db2"], [without("db2"), STOPPED, "away"]),
      ...refuse(["db2"], [testEtcd(), UNASKED, "away"]),
      ...refuse(
        ["master1"],
        [withMembers((all) => all.slice(0, 2).map((one) => ({ ...one, started: false }))), STOPPED, "bare"],
      ),
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
        expect(planMembership(of, nodesOf(["db2"]), observed, { erase: [], remove: [] }).refusals).toEqual(
          [],
        );
      }
    }
  });

  test("nobody who is no member by the file: that is a fault of whoever resolved it", () => {
    const members = cluster.etcd.members.filter(({ name }) => name !== "db2");
    const observed = [...observe("db1", testEtcd()), ...observe("db2", "bare")];
    expect(() =>
      planMembership({ ...cluster, etcd: { ...cluster.etcd, members } }, nodesOf(["db2"]), observed, {
        erase: [],
        remove: [],
      }),
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

  test("a cluster is only founded where all are without data, or began with the list of the file", () => {
    fc.assert(
      fc.property(anyCase, fc.subarray([...members]), ({ targets, seen }, erase) => {
        const lists = seen.flatMap((one) =>
          typeof one === "object" && one.membership !== "unknown" ? [one.membership] : [],
        );
        const { deeds: made, refusals } = plan(targets, seen, erase);
        if (new Set(lists.map(({ clusterId }) => clusterId)).size > 1) {
          expect([...made]).toEqual([]);
          expect(refusals.map(({ code }) => code)).toEqual(["clusters-differ"]);
        }
        for (const [name, deed] of made) {
          const url = urlOf(cluster, name);
          const places = lists.map((list) => list.members.find(({ peerUrls }) => peerUrls.includes(url)));
          const others = seen.filter((_, index) => members[index] !== name);
          if (deed.kind === "found") {
            // By its name: it was on the list that the cluster began with, which is the one it is started with.
            for (const place of places) expect(place).toMatchObject({ started: false, name });
            if (places.length === 0)
              expect(others.every((one) => one === "bare" || one === EMPTY)).toBe(true);
            continue;
          }
          if (deed.kind !== "join") throw new Error(deed.kind);
          expect(lists.length).toBeGreaterThan(0);
          expect(deed.through.node).not.toBe(name);
          const own = seen[members.indexOf(name as (typeof members)[number])] ?? "away";
          // Nobody is removed who has data, and nobody's data are moved whom etcd has on its list.
          if (deed.remove?.kind === "member") expect(dataless(own)).toBe(true);
          if (deed.aside) expect(places.every((place) => place === undefined)).toBe(true);
          if (deed.remove !== undefined || deed.aside) expect(erase).toContain(name);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function urlOf({ etcd }: Cluster, name: string): string {
  return etcd.members.find((one) => one.name === name)?.peerUrl ?? "";
}
