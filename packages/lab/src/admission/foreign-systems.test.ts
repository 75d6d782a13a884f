import { resolvedCluster } from "@quorate/cluster/testing";
import { expect, test } from "vitest";
import mixedWorkers from "../../../../examples/mixed-workers.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import { foreignSystems } from "./foreign-systems.ts";

const plan = planLab(resolvedCluster(mixedWorkers), labSettings());

test.each([
  [
    "x64",
    ["arm1, arm2: aarch64-linux in machines.ts; in a lab they run this machine's programs, x86_64-linux"],
  ],
  [
    "arm64",
    [
      "gpu1, master1, master2, master3: x86_64-linux in machines.ts; in a lab they run this machine's programs, aarch64-linux",
    ],
  ],
])("on %s, says which nodes' programs are not those of machines.ts", (architecture, lines) => {
  expect(foreignSystems(plan, architecture)).toEqual(lines);
});

test("says nothing where all are this machine's", () => {
  expect(foreignSystems({ ...plan, systems: { node1: "x86_64-linux" } }, "x64")).toEqual([]);
});
