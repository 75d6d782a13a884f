import { type HostName, PORTS } from "@quorate/cluster";
import { SERVER_TOKEN } from "@quorate/rollout";
import { describe, expect, test } from "vitest";
import { beginWorld } from "../scenario/begin.ts";
import { kindsOf, testHost, testRevision, testWorld } from "../testing/worlds.ts";
import { chanceOf } from "./chance.ts";
import { membersOf } from "./etcd.ts";
import type { Host, Told } from "./host.ts";
import type { HostGuard } from "./host-guards.ts";
import { loseData } from "./loss.ts";
import { cutPower, powerOn } from "./power.ts";
import { deleteNode, serverAt } from "./servers.ts";
import { startUnit, stopUnit } from "./units.ts";
import type { World } from "./world.ts";

const three = testRevision(["stacked", "stacked", "stacked", "worker"], {}, false, "k3s");

function start(world: World, host: Host, told?: Pick<Told, "kind"> & { readonly server?: HostName }): void {
  host.told = told === undefined ? undefined : ({ ...told, at: world.agenda.now } as Told);
  const system = host.running?.kind === "ours" ? host.running.system : undefined;
  const unit = system?.units.find(({ name }) => name === "k3s");
  if (system === undefined || unit === undefined) throw new Error("no k3s");
  stopUnit(world, host, "k3s");
  startUnit(world, host, system, unit);
  world.settle();
}

const members = (world: World): readonly string[] =>
  [...world.etcd.values()]
    .flatMap((cluster) => membersOf(cluster).map(({ name }) => name.slice(0, 5)))
    .sort();
const join = { kind: "join", server: "node1" as HostName } as const;

test("servers of before are voters of one cluster, with a Node each", () => {
  const world = testWorld(three);
  expect([...world.etcd.values()].map(({ available }) => available)).toEqual([true]);
  expect(members(world)).toEqual(["node1", "node2", "node3"]);
  expect([...world.kube.nodes.keys()].sort()).toEqual(["node1", "node2", "node3", "node4"]);
  expect(world.api.holder?.name).toBe("node1");
});

describe("what a start makes of data, a word and SQLite", () => {
  const cases: readonly (readonly [
    string,
    (host: Host, world: World) => void,
    Parameters<typeof start>[2],
    string,
    readonly string[],
  ])[] = [
    ["data, and no word", () => {}, undefined, "active", []],
    ["data, and a word to found", () => {}, { kind: "found" }, "active", []],
    ["no data, and no word", (host, world) => loseData(world, host), undefined, "inactive", []],
    [
      "no data, and a word to found",
      (host, world) => loseData(world, host),
      { kind: "found" },
      "active",
      ["cluster-founded"],
    ],
    ["no data, and a name that is taken", (host, world) => loseData(world, host), join, "activating", []],
    [
      "data, and another token",
      ({ disk }) => disk?.secrets.put(SERVER_TOKEN, "other"),
      undefined,
      "activating",
      [],
    ],
    [
      "SQLite's file, and a word to found",
      (host, world) => {
        loseData(world, host);
        if (host.disk !== undefined) host.disk.alone = true;
      },
      { kind: "found" },
      "activating",
      [],
    ],
  ];
  test.each(cases)("%s", (_, change, told, state, happens) => {
    const world = testWorld(three);
    const host = testHost(world, 2);
    change(host, world);
    start(world, host, told);
    expect(host.units.get("k3s")).toBe(state);
    expect(kindsOf(world).filter((kind) => kind === "cluster-founded" || kind === "server-alone")).toEqual(
      happens,
    );
  });

  test("no conditions make a cluster alone of a start without data and without a word", () => {
    const without: readonly HostGuard[] = ["conditions"];
    const world = beginWorld(chanceOf(1), three, [three], { without });
    const host = testHost(world, 2);
    loseData(world, host);
    world.settle();
    expect(kindsOf(world)).toContain("server-alone");
  });
});

describe("a server that joins", () => {
  /** node2 has lost its data, and its Node was deleted. */
  function removed(world: World): Host {
    const host = testHost(world, 2);
    loseData(world, host);
    cutPower(world, host);
    deleteNode(world, host.name);
    world.pass(60);
    expect(members(world)).toEqual(["node1", "node3"]);
    powerOn(world, host);
    world.pass(300);
    expect(host.units.get("k3s")).toBe("inactive");
    return host;
  }

  test("is a learner, then a voter, and its Node is there again", () => {
    const world = testWorld(three);
    const host = removed(world);
    start(world, host, join);
    expect(membersOf([...world.etcd.values()][0] as never).filter(({ learner }) => learner)).toHaveLength(1);
    world.pass(120);
    expect(members(world)).toEqual(["node1", "node2", "node3"]);
    expect(membersOf([...world.etcd.values()][0] as never).some(({ learner }) => learner)).toBe(false);
    expect(world.kube.nodes.has(host.name)).toBe(true);
  });

  test.each([
    ["another token", (host: Host) => host.disk?.secrets.put(SERVER_TOKEN, "other")],
    [
      "other flags",
      (host: Host) => {
        const other = testRevision(["stacked", "stacked", "stacked", "worker"], { flags: 1 }, false, "k3s");
        const system = other.systems.get(host.name);
        if (system !== undefined) host.running = { kind: "ours", system };
      },
    ],
    ["nobody to join", (host: Host) => Object.assign(host, { cut: true })],
  ])("ends with %s", (_, change) => {
    const world = testWorld(three);
    const host = removed(world);
    change(host);
    start(world, host, join);
    world.pass(120);
    expect(host.units.get("k3s")).toBe("activating");
    expect(members(world)).toEqual(["node1", "node3"]);
  });

  test("is taken off the list where it is not there for five minutes", () => {
    const world = testWorld(three);
    const host = removed(world);
    start(world, host, join);
    cutPower(world, host);
    world.settle();
    expect(members(world)).toEqual(["node1", "node2", "node3"]);
    world.pass(400);
    expect(members(world)).toEqual(["node1", "node3"]);
    powerOn(world, host);
    world.pass(400);
    // What it has is of a member that was removed.
    expect(host.units.get("k3s")).toBe("activating");
  });
});

test("a Node is its machine's: another one under its name is not let in", () => {
  const world = testWorld(three);
  const agent = testHost(world, 4);
  expect(world.kube.isReady(world, agent)).toBe(true);
  if (agent.disk !== undefined) agent.disk.password = "another";
  world.touch();
  world.settle();
  world.pass(60);
  expect(world.kube.isReady(world, agent)).toBe(false);
  deleteNode(world, agent.name);
  world.settle();
  world.pass(60);
  expect(world.kube.isReady(world, agent)).toBe(true);
});

test("who answers at a server's URL is found by it, and by the VIP", () => {
  const world = testWorld(three);
  const url = (address: string) => `https://${address}:${PORTS.kubelet.port}`;
  expect(serverAt(world, url("10.0.0.12"), "10.0.0.250")?.name).toBe("node2");
  expect(serverAt(world, url("10.0.0.250"), "10.0.0.250")?.name).toBe("node1");
  cutPower(world, testHost(world, 2));
  expect(serverAt(world, url("10.0.0.12"), "10.0.0.250")).toBeUndefined();
});
