import { expect, test } from "vitest";
import type { SystemParts } from "../observe/host/systems.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known, unknown } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { testCluster, testDesired, testInstalled, testPath } from "../testing/observations.ts";
import { judgeBootSpace } from "./boot-space.ts";

const [one] = testDesired(testCluster());
if (one === undefined) throw new Error("no node");
const MIB = 1024 ** 2;
const parts: SystemParts = {
  path: testPath("new"),
  kernel: "/nix/store/k2/bzImage",
  initrd: "/nix/store/i2/initrd",
  modules: "",
  parameters: "",
  inhibitors: "",
  bootBytes: { kernel: 10 * MIB, initrd: 30 * MIB },
};
const { bootBytes: _, ...unmeasured } = parts;

const host = (free: number | undefined, profile: Partial<SystemParts> = { kernel: "k1", initrd: "i1" }) =>
  testInstalled(one, {
    facts: {
      ...NO_FACTS,
      space: {
        ...NO_FACTS.space,
        boot: free === undefined ? unknown("no df") : known({ free: free * MIB, size: 512 * MIB }),
      },
      systems: { ...NO_FACTS.systems, profile: known({ ...parts, ...profile }) },
    },
  });

test.each<[string, SystemParts | undefined, Observation, string | undefined]>([
  ["plenty", parts, host(120), undefined],
  ["room for it twice, and not for the next", parts, host(119), "boot-space-low"],
  ["just room for it twice", parts, host(80), "boot-space-low"],
  ["too little", parts, host(79), "boot-space-short"],
  ["a kernel that is there", parts, host(70, { kernel: parts.kernel, initrd: "i1" }), "boot-space-low"],
  ["all that is there", parts, host(0, {}), undefined],
  ["a system that nobody has measured", unmeasured, host(0), undefined],
  ["a system that was not built", undefined, host(0), undefined],
  ["a host that does not tell", parts, host(undefined), undefined],
  ["a bare machine", parts, { kind: "bare", node: one.node.name, reason: "not-nixos" }, undefined],
])("%s", (_name, built, seen, code) => {
  const desired = built === undefined ? one : { ...one, parts: built };
  expect(judgeBootSpace([desired], [seen]).map((found) => found.code)).toEqual(
    code === undefined ? [] : [code],
  );
});
