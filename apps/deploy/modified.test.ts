import { optionsByNode } from "@quorate/nixos";
import {
  afterBuilding,
  afterLooking,
  beginDeployment,
  type Observation,
  unbuiltSystems,
} from "@quorate/rollout";
import { describe, expect, it } from "vitest";
import { NO_FACTS } from "../../packages/rollout/src/observe/host-facts.ts";
import type { InstalledObservation } from "../../packages/rollout/src/observe/observation.ts";
import {
  testCluster,
  testDesired,
  testInstalled,
  testPath,
} from "../../packages/rollout/src/testing/observations.ts";
import { keptContext } from "../testing/context.ts";
import { deployOptions } from "../testing/deploy-options.ts";
import { tellModified, tellReachable } from "./modified.ts";
import { termsOf } from "./settings.ts";

// The ways that a node may differ from nix/generated, and what is said of each before it is touched.

const cluster = testCluster();
const desired = testDesired(cluster);
const options = optionsByNode(cluster);
const OLD: Partial<InstalledObservation> = {
  currentSystem: testPath("old"),
  profile: testPath("old"),
  fingerprint: "0".repeat(64),
  confirmed: { closure: testPath("old"), fingerprint: "0".repeat(64) },
};

/** As worker1 tells of it: its options, with what is different in one of their parts. */
function runs(part: string, value: object): Partial<InstalledObservation> {
  const wanted = JSON.parse(JSON.stringify(options("worker1"))) as { [part: string]: object };
  const before = { ...wanted, [part]: { ...wanted[part], ...value } };
  return { ...OLD, facts: { ...NO_FACTS, options: { known: true, value: before } } };
}

function told(seen: Partial<InstalledObservation> | "bare", color = false): readonly string[] {
  const observed = desired.map((one): Observation => {
    if (one.node.name !== "worker1") return testInstalled(one);
    return seen === "bare"
      ? { kind: "bare", node: one.node.name, reason: "not-nixos" }
      : testInstalled(one, seen);
  });
  const targets = desired.filter(({ node }) => node.name === "worker1");
  const look = beginDeployment(cluster, targets, options);
  const looked = afterLooking(look, observed, termsOf(deployOptions({ erase: ["worker1"], yes: true })));
  if (!looked.ok) throw new Error(JSON.stringify(looked.problems));
  const planned = afterBuilding(looked.value, unbuiltSystems(looked.value));
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  const context = keptContext({ color });
  tellModified(looked.value.look, observed, planned.value, context);
  expect(context.lines).toEqual([]);
  return context.errors;
}

describe("what changes on a node is said before it is touched", () => {
  it("as a unified difference of its file in nix/generated, and of that of no other node", () => {
    const lines = told(runs("networking", { hostName: "old" }));
    expect(lines.slice(0, 3)).toEqual([
      "worker1 modified:",
      "--- worker1, as it runs",
      "+++ nix/generated/nodes/worker1.nix",
    ]);
    expect(lines.filter((line) => /^[-+] /.test(line))).toEqual([
      '-    hostName = "old";',
      '+    hostName = "worker1";',
    ]);
  });

  it("in colours, where there are any", () => {
    const lines = told(runs("networking", { hostName: "old" }), true);
    const colour = (start: string) => lines.find((line) => line.includes(start));
    expect(colour('+    hostName = "worker1"')).toMatch(/^\u001b\[32m\+.*\u001b\[39m$/);
    expect(colour('-    hostName = "old"')).toMatch(/^\u001b\[31m-.*\u001b\[39m$/);
    expect(colour("@@")).toMatch(/^\u001b\[36m@@/);
    expect(lines[0]).toBe("worker1 modified:");
  });

  it.each<[string, Partial<InstalledObservation> | "bare", readonly string[]]>([
    [
      "none of its options",
      runs("networking", {}),
      [
        "worker1 modified: by no option: the flake, its lock or a module is another one; it was built from something else than nix/generated says",
      ],
    ],
    [
      "nobody knows what",
      OLD,
      ["worker1 modified: it was built from something else than nix/generated says"],
    ],
    [
      "what no file can hold",
      { ...OLD, facts: { ...NO_FACTS, options: { known: true, value: { a: "\ud800" } } } },
      ["worker1 modified: it was built from something else than nix/generated says"],
    ],
    ["everything", "bare", ["worker1 is installed: everything on it is new"]],
    [
      "certificates alone",
      { secrets: { "a.crt": "0".repeat(64), "a.key": "b".repeat(64) } },
      ["worker1 modified: certificates and keys alone: a.crt"],
    ],
    ["nothing", {}, []],
  ])("where it is %s", (_, seen, lines) => {
    expect(told(seen)).toEqual(lines);
  });
});

it("who answered is reachable, whatever it is, and who did not is told of as a problem", () => {
  const [one, two, three] = desired;
  if (one === undefined || two === undefined || three === undefined) throw new Error("no nodes");
  const context = keptContext();
  tellReachable(
    [
      testInstalled(one),
      { kind: "bare", node: two.node.name, reason: "not-nixos" },
      { kind: "unreachable", node: three.node.name, problem: {} as never },
    ],
    context,
  );
  expect(context.errors).toEqual([`${one.node.name} is reachable`, `${two.node.name} is reachable`]);
});
