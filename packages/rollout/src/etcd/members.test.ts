import { describe, expect, test } from "vitest";
import type { EtcdSeen } from "../observe/etcd-seen.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import { TEST_STATUS, testCluster, testDesired, testEtcd, testInstalled } from "../testing/observations.ts";
import { bytes, MEMBER_HEADER, memberRow, membersFoot, membersHead } from "./member-lines.ts";
import { membersOf } from "./members.ts";

const cluster = testCluster();
const NAMES = ["db1", "db2", "master1"] as const;

type Told = Partial<InstalledObservation> | "off" | "bare";

/** A member that serves; `place` is its place in the list, and how far its log goes. */
function serving(place: number, appliedIndex = 100): Partial<InstalledObservation> {
  const status = known({ ...TEST_STATUS, memberId: `a${place}`, size: 3 * 1024 ** 2, appliedIndex });
  return { facts: { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, status, healthy: known(true) } } };
}

function report(changes: { readonly [name: string]: Told } = {}) {
  const observed = testDesired(cluster)
    .filter(({ node }) => node.roles.etcd)
    .map((one, place): Observation => {
      const { name } = one.node;
      const told = changes[name] ?? {};
      if (told === "off") {
        return { kind: "unreachable", node: name, problem: problem("host-unreachable", name, "off", "") };
      }
      if (told === "bare") return { kind: "bare", node: name, reason: "not-nixos" };
      return testInstalled(one, { ...serving(place), ...told });
    });
  return membersOf(cluster, observed);
}

const listOf = (seen: EtcdSeen) => (seen.membership === "unknown" ? [] : seen.membership.members);

describe("the members of etcd", () => {
  test("are those of the file, where all agree", () => {
    const { members, quorum, clusters, differences } = report();
    expect(members.map(({ name }) => name)).toEqual(NAMES);
    expect(members.every(({ listed }) => listed.known && listed.value)).toBe(true);
    expect(members.map(({ leads }) => leads)).toEqual([known(true), known(false), known(false)]);
    expect(quorum).toEqual({ voters: 3, up: 3, unknown: 0, tolerates: 1 });
    expect(clusters).toEqual([{ id: "c1", toldBy: [...NAMES] }]);
    expect(differences).toEqual([]);
  });

  test("are behind by what they have not in their data yet", () => {
    const { members } = report({ db2: serving(1, 60) });
    expect(members.map(({ lag }) => lag)).toEqual([known(0), known(40), known(0)]);
  });

  test("what could not be asked is not known, and is no 'no'", () => {
    const { members, unknownVoters } = report({ db2: "off" });
    const [, db2] = members;
    expect(db2).toMatchObject({ listed: known(true), id: known("a1"), healthy: { known: false } });
    expect(unknownVoters).toEqual(["db2"]);
    expect(memberRow(db2 ?? fail())).toEqual([
      ...["db2", "a1", "https://10.0.0.22:2380", "voter", "?", "?", "?", "?", "?"],
    ]);
  });

  test("where no member told its list, even that is not known", () => {
    const silent = { ...testEtcd(), membership: "unknown" as const };
    const { members, clusters } = report({ db1: { etcd: silent }, db2: "off", master1: "off" });
    expect(clusters).toEqual([]);
    expect(members.map(({ listed }) => listed.known)).toEqual([false, false, false]);
    expect(memberRow(members[0] ?? fail())[3]).toBe("?");
  });

  test("one that etcd has and the file has not is told, and the other way round", () => {
    const stranger = { id: "ff", name: "old", peerUrls: ["https://10.0.0.99:2380"] };
    const etcd = testEtcd();
    const members = [
      ...listOf(etcd).filter(({ name }) => name !== "db2"),
      { ...stranger, started: true, learner: false },
    ];
    const all = { etcd: { ...etcd, membership: { clusterId: "c1", members } } };
    const told = report({ db1: all, db2: "bare", master1: all });
    expect(told.members.map((one) => memberRow(one)[3])).toEqual([
      ...["leader", "not in etcd", "voter", "voter, not in machines.ts"],
    ]);
    expect(told.differences.join("\n")).toContain("etcd has a member old (ff, https://10.0.0.99:2380)");
    expect(membersFoot(told).join("\n")).toContain("db2: not known (?): no list of etcd's has it");
  });

  test("a learner, and one that was never started, are told as such", () => {
    const etcd = testEtcd({ db2: { learner: true, started: false, name: "" } });
    const told = report({ db1: { etcd }, db2: { etcd }, master1: { etcd } });
    expect(memberRow(told.members[1] ?? fail())[3]).toBe("learner, never started");
  });

  test("of two clusters, and of lists that differ, both are told", () => {
    const other = { ...testEtcd(), membership: { clusterId: "c2", members: listOf(testEtcd()) } };
    const told = report({ db2: { etcd: other } });
    expect(membersHead(told)).toEqual([
      "etcd: 3 of 3 voters, tolerates 1",
      "cluster c1, by db1, master1",
      "cluster c2, by db2",
    ]);
    expect(told.differences.join()).toContain("etcd's members are in different clusters");
    const lagging = report({ master1: { etcd: testEtcd({ db2: { learner: true } }) } });
    expect(lagging.differences).toContain("db1 and master1 have different lists of etcd's members");
  });

  test("a row has a cell for each title", () => {
    for (const member of report().members) expect(memberRow(member)).toHaveLength(MEMBER_HEADER.length);
    expect(memberRow(report().members[0] ?? fail())[6]).toBe("3.0 MiB");
  });
});

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 KiB"],
  [25_800_000, "24.6 MiB"],
  [9 * 1024 ** 4, "9216.0 GiB"],
])("%i bytes are %s", (count, words) => {
  expect(bytes(count)).toBe(words);
});

function fail(): never {
  throw new Error("there is no such member");
}
