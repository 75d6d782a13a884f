import { resolvedCluster } from "@quorate/cluster/testing";
import { labSettings, planLab } from "@quorate/lab";
import { expect, test } from "vitest";
import machines from "../../machines.ts";
import { deployWords, missingTargets } from "./deploy.ts";

const options = { machines: "machines.ts", words: ["--all", "--yes"] };
const machinesTs = ["--machines", "machines.ts"];
const invocation = { kind: "program", machines: undefined } as const;
const quiet = { json: false, verbose: false, invocation };

test.each([
  { name: "nothing else", options, context: quiet, words: [...machinesTs, "--all", "--yes"] },
  {
    name: "another flake",
    options: { ...options, flake: "path:/f" },
    context: quiet,
    words: [...machinesTs, "--flake", "path:/f", "--all", "--yes"],
  },
  {
    name: "what all commands take",
    options,
    context: { ...quiet, json: true, verbose: true },
    words: [...machinesTs, "--json", "--verbose", "--all", "--yes"],
  },
  {
    name: "an inventory in the place of machines.ts, and what that leaves out",
    options: { ...options, machines: "i.yaml" },
    context: {
      ...quiet,
      invocation: { ...invocation, inventory: ["--inventory", "i.yaml", "--gateway", "10.0.0.1"] },
    },
    words: ["--inventory", "i.yaml", "--gateway", "10.0.0.1", "--all", "--yes"],
  },
])("deploys with $name", ({ options, context, words }) => {
  expect(deployWords(options, context)).toEqual(["deploy", ...words]);
});

test("a machine that the lab has yet to get is no target, a router never is", () => {
  const planned = planLab(resolvedCluster(machines), labSettings());
  const without = (...names: readonly string[]) => ({
    plan: { ...planned, machines: planned.machines.filter(({ name }) => !names.includes(name)) },
    planned,
  });
  expect(missingTargets(without(), ["--all"])).toEqual([]);
  expect(missingTargets(without("node3", "router"), ["--all", "--yes"])).toEqual(["node3"]);
  expect(missingTargets(without("node3"), ["node1"])).toEqual([]);
});
