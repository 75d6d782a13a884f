import { resolvedCluster } from "@quorate/cluster/testing";
import { expect, test } from "vitest";
import machines from "../../../../machines.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import { machinesMeant } from "./lab-of.ts";

const plan = planLab(resolvedCluster(machines), labSettings());

const named = (of: typeof plan, name: string) => {
  const meant = machinesMeant(of, name);
  return meant.ok ? meant.value.map((machine) => machine.name) : meant.problems.map(({ code }) => code);
};

test.each([
  { name: "node2", machines: ["node2"] },
  { name: "router", machines: ["router"] },
  { name: "all", machines: ["node1", "node2", "node3"] },
  { name: "node9", machines: ["machine-unknown"] },
])("$name means $machines", ({ name, machines }) => {
  expect(named(plan, name)).toEqual(machines);
});

test("a machine of machines.ts that the lab has not yet is no unknown one", () => {
  const before = { ...plan, machines: plan.machines.filter(({ name }) => name !== "node3") };
  const meant = machinesMeant(before, "node3", plan);
  expect(meant).toMatchObject({ ok: false, problems: [{ code: "machine-not-made", where: "node3" }] });
  expect(!meant.ok && meant.problems[0]?.hint).toContain("quorate lab up");
});

test("a machine that is called all is meant by that", () => {
  const renamed = plan.machines.map((machine) =>
    machine.name === "node1" ? { ...machine, name: "all" } : machine,
  );
  expect(named({ ...plan, machines: renamed }, "all")).toEqual(["all"]);
});
