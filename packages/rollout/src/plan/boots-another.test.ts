import { expect, test } from "vitest";
import { bootsOf } from "../observe/boots.ts";
import type { BootEntry } from "../observe/host/boot-loader.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { type Known, known, unknown } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { testCluster, testDesired, testInstalled, testPath } from "../testing/observations.ts";
import { tellBootsAnother } from "./boots-another.ts";

const [desired] = testDesired(testCluster());
if (desired === undefined) throw new Error("no node");
const { name } = desired.node;
const other = testPath("chosen-by-hand");
const starts = (system: BootEntry["system"]): Known<BootEntry> =>
  known({ loader: "systemd-boot", entry: "nixos-generation-7.conf", system, generation: 7 });
const seen = (bootLoader: Known<BootEntry>) => testInstalled(desired, { facts: { ...NO_FACTS, bootLoader } });

test("a loader that starts something else than the profile is told of, with its entry", () => {
  const [told, ...others] = tellBootsAnother([name], [seen(starts(other))]);
  expect(others).toEqual([]);
  expect(told).toMatchObject({ code: "boots-another", severity: "warning", where: name });
  expect(told?.message).toContain(`starts ${other} (entry nixos-generation-7.conf)`);
  expect(bootsOf(seen(starts(other)))).toBe(other);
});

test.each<[string, Observation]>([
  ["starts what was deployed", seen(starts(desired.closure))],
  ["can't be read", seen(unknown("it has no boot loader that can be read"))],
  ["is that of a machine that is not installed", { kind: "bare", node: name, reason: "not-nixos" }],
])("nothing is said of a loader that %s", (_, observation) => {
  expect(tellBootsAnother([name], [observation])).toEqual([]);
});

test("where the loader can't be read the profile is what boots", () => {
  expect(bootsOf(seen(unknown("it can't")))).toBe(desired.closure);
});
