import { FAULT_KINDS } from "@quorate/lab";
import { expect, test } from "vitest";
import { MACHINE_FAULT_KINDS, MACHINE_FAULTS, type MachineFaultKind } from "./fault.ts";
import { kindsOf, testHost, testRevision, testWorld } from "./testing/worlds.ts";
import { isOnNetwork } from "./world/host.ts";

test("whatever the lab can do to a machine can be done here, by the same name", () => {
  expect(FAULT_KINDS.filter((kind) => !(MACHINE_FAULT_KINDS as readonly string[]).includes(kind))).toEqual(
    [],
  );
});

const three = testRevision(["stacked", "stacked", "stacked"]);

/** Whether others are cut off from a machine that has it. */
const SILENCES: { readonly [Kind in MachineFaultKind]: boolean } = {
  kill: true,
  freeze: true,
  reboot: true,
  partition: true,
  slow: false,
  "disk-full": false,
  "clock-skew": false,
  "data-lost": false,
  hiccup: false,
};

test.each(MACHINE_FAULT_KINDS)(
  "%s does what it says until it is healed, and takes no quorum alone",
  (kind) => {
    const world = testWorld(three);
    const host = testHost(world, 2);
    const fault = { kind, node: host.name, moment: 0, seconds: 60 } as const;
    MACHINE_FAULTS[kind].strike(world, host, fault);
    world.touch();
    world.settle();
    expect(isOnNetwork(host)).toBe(!SILENCES[kind]);
    MACHINE_FAULTS[kind].heal(world, host);
    world.touch();
    world.settle();
    world.pass(600);
    expect(isOnNetwork(host)).toBe(true);
    expect(host.units.get("etcd")).toBe("active");
    expect(kindsOf(world)).not.toContain("quorum-lost");
  },
);
