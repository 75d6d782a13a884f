import { describe, expect, test } from "vitest";
import { answersOf } from "../observe/answers.ts";
import { readFacts } from "../observe/host-facts.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { isNeeded } from "../step/step.ts";
import { testCluster, testDesired, testInstalled, testPath } from "../testing/observations.ts";
import { planRollout } from "./plan-rollout.ts";

const cluster = testCluster();
const READY = ["vip-left=yes", "readyz=200"];

/** A deployment to these nodes, where master1 has said that; what is deployed is new where `changed`. */
function plan(
  names: readonly string[],
  said: readonly string[],
  { changed = false, changes = {} as Partial<InstalledObservation>, unseen = false } = {},
) {
  const desired = testDesired(cluster);
  const observed = desired.map((one): Observation => {
    const isMaster = one.node.name === "master1";
    if (isMaster && unseen) {
      const problem = { severity: "error", code: "host-unreachable", message: "", path: "" } as never;
      return { kind: "unreachable", node: one.node.name, problem };
    }
    return testInstalled(one, {
      ...(changed ? { currentSystem: testPath("old"), profile: testPath("old") } : {}),
      ...(isMaster ? { facts: readFacts(answersOf(said)), ...changes } : {}),
    });
  });
  const targets = desired.filter(({ node }) => names.includes(node.name));
  const planning = planRollout(cluster, targets, observed);
  if (!planning.ok) throw new Error(planning.problems[0]?.code);
  return planning.value;
}

describe("a master that a run that died had leave the VIP", () => {
  test("takes its part again, whatever else is deployed to or not", () => {
    const { unchanged, stages } = plan(["worker1"], READY);
    expect(unchanged).toEqual(["worker1"]);
    expect(stages).toMatchObject([
      { kind: "return-vip", lanes: [{ node: "master1", steps: [{ kind: "return-vip", left: true }] }] },
    ]);
  });

  test("is told no action is needed on no more", () => {
    expect(plan(["master1"], READY).unchanged).toEqual([]);
  });

  test("does so before anybody is touched, and leaves it again in its own turn", () => {
    const { stages } = plan(["master1", "master2"], READY, { changed: true });
    expect(stages[0]?.kind).toBe("return-vip");
    const own = stages.find(({ kind, lanes }) => kind === "activate" && lanes[0]?.node === "master1");
    expect(own?.lanes[0]?.steps.map(({ kind }) => kind)).toContain("leave-vip");
  });

  test("is told to without anything having been learned in this run", () => {
    const step = plan(["worker1"], READY).stages[0]?.lanes[0]?.steps[0];
    expect(step && isNeeded(step, {})).toBe(true);
  });

  test.each<[string, readonly string[], Parameters<typeof plan>[2]]>([
    ["has not left it", ["vip-left=no", "readyz=200"], {}],
    ["does not say so", ["readyz=200"], {}],
    ["has an apiserver that is not ready", ["vip-left=yes", "readyz=500"], {}],
    ["has one that does not answer", ["vip-left=yes"], {}],
    ["is being activated", READY, { changes: { activation: "running" } }],
    ["can't be asked", READY, { unseen: true }],
  ])("is left as it is where it %s", (_, said, how) => {
    expect(plan(["worker1"], said, how)).toMatchObject({ unchanged: ["worker1"], stages: [] });
  });
});
