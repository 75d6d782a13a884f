import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import type { Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { NO_LOCK, type SeenLock } from "./holder.ts";
import { lockLost, lockPlaces, lockWarnings, placesToRemember, refusedBy } from "./lease.ts";

const cluster = testCluster();
const desired = testDesired(cluster);
const installed = desired.map((one) => testInstalled(one));
const instead = (...others: readonly Observation[]): readonly Observation[] => [
  ...installed.filter(({ node }) => !others.some((other) => other.node === node)),
  ...others,
];
const bare = (name: string): Observation => ({ kind: "bare", node: name as HostName, reason: "not-nixos" });
const off = (name: string): Observation => ({
  kind: "unreachable",
  node: name as HostName,
  problem: problem("host-unreachable", name, "off"),
});

describe("the lock's places", () => {
  test.each<[string, readonly Observation[], readonly string[], number]>([
    ["all members", installed, ["db1", "db2", "master1"], 3],
    ["where nobody looked", [], ["db1", "db2", "master1"], 3],
    ["where one is off", instead(off("db1")), ["db2", "master1"], 3],
    ["where one is not installed", instead(bare("db1")), ["db2", "master1"], 2],
    ["where none is installed", instead(bare("db1"), bare("db2"), bare("master1")), [], 0],
  ])("%s", (_, observed, hosts, all) => {
    expect(lockPlaces(cluster, observed)).toEqual({ hosts, all });
  });

  test("who was installed meanwhile, and is a member, has to be told who has deployed", () => {
    const names = ["worker1", "master1", "db2", "db1"].map((name) => name as HostName);
    const observed = instead(bare("db1"), bare("db2"), bare("worker1"));
    expect(placesToRemember(cluster, observed, names)).toEqual(["db1", "db2"]);
    expect(placesToRemember(cluster, observed, names.slice(0, 2))).toEqual([]);
    expect(placesToRemember(cluster, installed, names)).toEqual([]);
  });

  test.each([
    [3, 3, []],
    [3, 2, []],
    [3, 1, ["lock-partial"]],
    [2, 1, ["lock-partial"]],
    [1, 0, ["lock-partial"]],
    [0, 0, []],
  ])("of %d, %d taken: %j", (all, taken, codes) => {
    expect(lockWarnings({ hosts: [], all }, taken).map(({ code }) => code)).toEqual(codes);
  });
});

const held: SeenLock = {
  state: "held",
  run: "r1",
  age: 40,
  holder: { run: "r1", by: "root@ops1", command: "deploy --all", since: 1_795_689_660_000, identity: "" },
};

describe("a host's answer", () => {
  const host = "db1" as HostName;
  test("that somebody has it ends the run, and says who and since when", () => {
    expect(refusedBy(host, { kind: "theirs", lock: held })).toMatchObject({
      code: "locked-by",
      message:
        "somebody deploys to this cluster: root@ops1, deploy --all, since 2026-11-26 10:41 UTC, last heard of 40 s ago",
    });
    expect(refusedBy(host, { kind: "theirs", lock: { ...held, holder: undefined } })?.message).toContain(
      "run r1",
    );
  });

  test("that somebody had it since ends the run", () => {
    expect(refusedBy(host, { kind: "moved", lock: { ...held, state: "released" } })?.code).toBe("lock-moved");
  });

  test.each([
    [{ kind: "ours" } as const],
    [{ kind: "unasked" } as const],
    // By a clock that went on between the two.
    [{ kind: "theirs", lock: { ...held, age: 90 } } as const],
    [{ kind: "theirs", lock: NO_LOCK } as const],
  ])("that is %j does not", (answer) => {
    expect(refusedBy(host, answer)).toBeUndefined();
  });

  test("tells who took a lock away", () => {
    expect(lockLost(host, held).message).toContain("root@ops1, deploy --all");
    expect(lockLost(host, { ...held, state: "released" }).message).toContain("it was broken");
  });
});
