import { describe, expect, test } from "vitest";
import { beginWorld } from "../scenario/begin.ts";
import { kindsOf, testHost, testRevision, testWorld } from "../testing/worlds.ts";
import { isApiReady, leaveVip } from "./api.ts";
import { chanceOf } from "./chance.ts";
import { cutPower } from "./power.ts";
import { startUnit } from "./units.ts";

const apart = testRevision(["member", "member", "member", "master", "master"]);

describe("the API", () => {
  test("answers at each master while etcd has a quorum", () => {
    const world = testWorld(apart);
    const ready = () => [4, 5].map((number) => isApiReady(world, testHost(world, number)));
    expect(ready()).toEqual([true, true]);
    cutPower(world, testHost(world, 1));
    world.settle();
    expect(ready()).toEqual([true, true]);
    cutPower(world, testHost(world, 2));
    world.settle();
    expect(ready()).toEqual([false, false]);
  });

  test("is at the VIP, which stays where it is while it can", () => {
    const world = testWorld(apart);
    expect(world.api.holder?.name).toBe("node4");
    testHost(world, 4).cut = true;
    world.touch();
    world.settle();
    expect(world.api.holder?.name).toBe("node5");
    testHost(world, 4).cut = false;
    world.touch();
    world.settle();
    expect(world.api.holder?.name).toBe("node5");
  });
});

describe("who has left the VIP", () => {
  test.each([
    { routersTake: 0, after: "node5" },
    { routersTake: 20, after: "node4" },
  ])("is led to for $routersTake s more", ({ routersTake, after }) => {
    const world = beginWorld(chanceOf(1), apart, [apart], { routersTake });
    leaveVip(world, testHost(world, 4));
    world.settle();
    expect(world.api.holder?.name).toBe(after);
    world.pass(30);
    expect(world.api.holder?.name).toBe("node5");
  });
});

describe("Secrets", () => {
  const encrypted = testRevision(["stacked", "stacked", "stacked"], {}, true);
  const plain = testRevision(["stacked", "stacked", "stacked"]);

  test("that are encrypted can't be read by an apiserver without the key", () => {
    const world = testWorld(encrypted);
    expect(world.api.encrypted).toBe(true);
    const host = testHost(world, 2);
    const system = plain.systems.get(host.name);
    if (system === undefined) throw new Error("no system");
    host.running = { kind: "ours", system };
    world.touch();
    world.settle();
    // Another system alone changes nothing: it still runs with the key that it was started with.
    expect(kindsOf(world)).not.toContain("unreadable");
    const apiserver = system.units.find(({ name }) => name === host.unitOf.apiserver);
    if (apiserver === undefined) throw new Error("no apiserver");
    startUnit(world, host, system, apiserver);
    world.settle();
    expect(kindsOf(world)).toContain("unreadable");
  });

  test("that are in clear can be read by all", () => {
    const world = testWorld(plain);
    expect(world.api.encrypted).toBe(false);
    expect(kindsOf(world)).toEqual([]);
  });
});
