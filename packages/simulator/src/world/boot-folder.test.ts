import { expect, test } from "vitest";
import { testHost, testRevision, testWorld } from "../testing/worlds.ts";
import { KERNEL_SIZE, writeBoot } from "./boot-folder.ts";
import { bringUp, cutPower } from "./power.ts";

const first = testRevision(["stacked"]);
const next = testRevision(["stacked"], { kernels: { node1: 1 } });

test.each([
  { kernels: 1, boots: false },
  { kernels: 2, boots: true },
])(
  "a kernel is written beside itself: with room for $kernels it boots afterwards: $boots",
  ({ kernels, boots }) => {
    const world = testWorld(first);
    const host = testHost(world, 1);
    const system = next.systems.get(host.name);
    if (host.disk === undefined || system === undefined) throw new Error("nothing to boot");
    host.disk.boot.free = kernels * KERNEL_SIZE;
    host.disk.profile = system;
    expect(writeBoot(host.disk, system)).toBe(boots);
    cutPower(world, host);
    bringUp(world, host);
    expect(host.power === "on").toBe(boots);
  },
);
