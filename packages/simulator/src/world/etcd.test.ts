import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listOf } from "../scenario/revision.ts";
import { kindsOf, testHost, testRevision, testWorld } from "../testing/worlds.ts";
import { configure, type EtcdCluster, healthOf, membersOf, quorumOf } from "./etcd.ts";
import { type Host, newDisk } from "./host.ts";
import { cutPower, powerOn } from "./power.ts";
import type { System } from "./system.ts";
import { startUnit } from "./units.ts";
import type { World } from "./world.ts";

const three = testRevision(["stacked", "stacked", "stacked"]);
const one = testRevision(["stacked"]);

function onlyCluster(world: World): EtcdCluster {
  const [cluster, ...others] = world.etcd.values();
  if (cluster === undefined || others.length > 0) throw new Error(`${others.length + 1} clusters`);
  return cluster;
}

/** Starts a member with another system than the one that it has, and tells it how, once. */
function startAs(
  world: World,
  number: number,
  system: System | undefined,
  handed: Host["handed"] = { state: "new", initialCluster: listOf(three.cluster) },
): void {
  const host = testHost(world, number);
  if (system === undefined) throw new Error("no system");
  host.handed = handed;
  host.running = { kind: "ours", system };
  for (const unit of system.units) if (unit.name === "etcd") startUnit(world, host, system, unit);
  world.settle();
}

/** Takes a member's data away. */
function wipe(world: World, number: number): void {
  const { disk } = testHost(world, number);
  if (disk === undefined) throw new Error("no disk");
  disk.etcd = undefined;
}

describe("a whole new cluster", () => {
  test("has one id, a quorum, and members that were started", () => {
    const world = testWorld(three);
    const cluster = onlyCluster(world);
    expect(cluster.available).toBe(true);
    expect(cluster.started.size).toBe(3);
    expect(healthOf(world, cluster)).toEqual({ voters: 3, quorum: 2, healthy: ["node1", "node2", "node3"] });
  });
});

describe("a member without data", () => {
  test("that is started as new beside a cluster of one makes a second, with others that are", () => {
    const world = testWorld(one, [three]);
    for (const number of [2, 3]) {
      const host = testHost(world, number);
      host.disk = newDisk();
      for (const { file, digest } of three.targets.get(host.name)?.secrets ?? []) {
        host.disk.secrets.put(file, digest);
      }
      startAs(world, number, three.systems.get(host.name));
    }
    world.pass(60);
    expect([...world.etcd.values()].map(({ available }) => available)).toEqual([true, true]);
    expect(kindsOf(world)).toContain("cluster-founded");
  });

  test("that was started before is refused, as long as a peer is there to tell", () => {
    const world = testWorld(three);
    cutPower(world, testHost(world, 1));
    wipe(world, 1);
    powerOn(world, testHost(world, 1));
    world.pass(600);
    expect(testHost(world, 1).units.get("etcd")).toBe("activating");
    startAs(world, 1, three.systems.get(testHost(world, 1).name));
    expect(testHost(world, 1).units.get("etcd")).toBe("activating");
    expect(onlyCluster(world).available).toBe(true);
  });

  test("loses what was acknowledged, where two of three are wiped and nobody tells", () => {
    const world = testWorld(three);
    for (const number of [1, 2, 3]) cutPower(world, testHost(world, number));
    wipe(world, 1);
    wipe(world, 2);
    for (const number of [1, 2]) powerOn(world, testHost(world, number));
    world.pass(600);
    expect(kindsOf(world)).not.toContain("data-lost");
    for (const number of [1, 2]) startAs(world, number, three.systems.get(testHost(world, number).name));
    world.pass(600);
    expect(kindsOf(world)).toContain("data-lost");
  });

  test("joins as existing only where it was added, as a learner that is no voter", () => {
    const world = testWorld(one, [three]);
    const cluster = onlyCluster(world);
    const host = testHost(world, 2);
    host.disk = newDisk();
    for (const { file, digest } of three.targets.get(host.name)?.secrets ?? [])
      host.disk.secrets.put(file, digest);
    const system = three.systems.get(host.name);
    if (system?.etcd === undefined) throw new Error("no member");
    const existing = { state: "existing" as const, initialCluster: listOf(three.cluster).slice(0, 2) };
    startAs(world, 2, system, existing);
    expect(host.units.get("etcd")).toBe("activating");
    const added = { id: 5, name: host.name, peerUrl: system.etcd.peerUrl, learner: true };
    expect(configure(world, cluster, [...membersOf(cluster), added])).toBe(true);
    world.settle();
    // What it was told is gone with the first start.
    expect(host.units.get("etcd")).toBe("activating");
    startAs(world, 2, system, existing);
    world.pass(60);
    expect(host.units.get("etcd")).toBe("active");
    expect(healthOf(world, cluster)).toMatchObject({ voters: 1, healthy: ["node1"] });
    expect(configure(world, cluster, [...membersOf(cluster).slice(0, 1), { ...added, learner: false }])).toBe(
      true,
    );
    world.settle();
    expect(healthOf(world, cluster)).toMatchObject({ voters: 2, healthy: ["node1", "node2"] });
  });
});

describe("for any members going and coming", () => {
  const anyTurns = fc.array(fc.record({ member: fc.nat(4), on: fc.boolean(), seconds: fc.nat(400) }), {
    maxLength: 30,
  });

  test("nothing acknowledged is lost, it takes writes exactly with a quorum, and there is one cluster", () => {
    const five = testRevision(["member", "member", "member", "member", "member", "master"]);
    fc.assert(
      fc.property(anyTurns, fc.nat(1000), (turns, seed) => {
        const world = testWorld(five, [], seed);
        for (const { member, on, seconds } of turns) {
          const host = testHost(world, member + 1);
          if (on) powerOn(world, host);
          else cutPower(world, host);
          world.settle();
          const up = [1, 2, 3, 4, 5].filter((number) => testHost(world, number).power === "on").length;
          expect(onlyCluster(world).available).toBe(up >= 3);
          world.pass(seconds);
        }
        for (const host of world.hostList) powerOn(world, host);
        world.pass(600);
        expect(kindsOf(world)).not.toContain("data-lost");
        expect(healthOf(world, onlyCluster(world)).healthy).toHaveLength(5);
      }),
      { numRuns: 200 },
    );
  });
});

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
  [9, 5],
])("of %d voters %d are a quorum", (voters, quorum) => {
  expect(quorumOf(voters)).toBe(quorum);
});
