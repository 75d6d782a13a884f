import type { Cluster, RolloutCheck } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import type { Step } from "../step/step.ts";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { ORDINARY } from "./conduct.ts";
import type { Plan } from "./plan.ts";
import { planRollout } from "./plan-rollout.ts";

const check = (name: string): RolloutCheck => ({ name, run: "true", on: undefined, timeout: 60, within: 60 });
const cluster: Cluster = {
  ...testCluster(),
  rollout: {
    windows: [],
    checks: [check("alerts"), check("storage")],
    maxUnavailable: "1",
    soak: 45,
    snapshots: { keep: 20, days: 30 },
  },
};
const desired = testDesired(cluster);
const old: Partial<InstalledObservation> = { fingerprint: "0".repeat(64), confirmed: undefined };

function planned(observed: readonly Observation[]): Plan {
  const plan = planRollout(cluster, desired, observed);
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
  return plan.value;
}

const stepsOf = ({ stages }: Plan): readonly Step[] =>
  stages.flatMap(({ lanes }) => lanes.flatMap((lane): readonly Step[] => lane.steps));
const brief = (steps: readonly Step[]): readonly string[] =>
  steps.map((step) => (step.kind === "check" ? step.check.name : step.kind));

describe("checks of the user's own", () => {
  test("are asked before the first node is touched, and after each once its gate is open", () => {
    // Between a gate and they stands whether the VIP leads anywhere, where it does.
    const steps = stepsOf(planned(desired.map((one) => testInstalled(one, old)))).filter(
      ({ kind }) => kind !== "vip-seen",
    );
    const words = brief(steps);
    const first = words.indexOf("gate-before");
    expect(words.slice(first - 2, first)).toEqual(["alerts", "storage"]);
    const gates = words.flatMap((word, index) => (word === "gate-after" ? [index] : []));
    expect(gates).toHaveLength(desired.length);
    for (const gate of gates) {
      expect(words.slice(gate + 1, gate + 4)).toEqual(["alerts", "storage", "confirm"]);
      expect(steps[gate + 1]?.node).toBe(steps[gate]?.node);
    }
    expect(words.filter((word) => word === "alerts")).toHaveLength(desired.length + 1);
  });

  test("come only after what starts a cluster from nothing", () => {
    const steps = stepsOf(
      planned(desired.map(({ node: { name } }) => ({ kind: "bare", node: name, reason: "not-nixos" }))),
    );
    const words = brief(steps);
    expect(words.indexOf("alerts")).toBeGreaterThan(words.indexOf("gate-after"));
  });

  test("are asked of nothing where nothing is to be done", () => {
    expect(planned(desired.map((one) => testInstalled(one))).stages).toEqual([]);
  });
});

describe("the health of workloads", () => {
  const asked = {
    ...cluster,
    health: { namespaces: ["default"], ceph: undefined, checks: [check("backup")], within: 300 },
  };
  const serving: Partial<InstalledObservation> = {
    ...old,
    facts: {
      ...NO_FACTS,
      controlPlane: { ...NO_FACTS.controlPlane, readyz: known({ ready: true, failing: [] }) },
    },
  };
  const plannedOf = (one: Cluster, observed: readonly Observation[], conduct = ORDINARY) => {
    const plan = planRollout(one, desired, observed, { conduct });
    if (!plan.ok) throw new Error(plan.problems[0]?.message);
    return plan.value;
  };
  const wordsOf = (plan: Plan) => plan.stages.flatMap(({ lanes }) => lanes.map(({ steps }) => brief(steps)));

  test("is asked before the first node is touched, and at the end of each one's lane", () => {
    const lanes = wordsOf(
      plannedOf(
        asked,
        desired.map((one) => testInstalled(one, serving)),
      ),
    );
    const [first] = lanes.filter((words) => words.includes("gate-after"));
    expect(first?.slice(0, 4)).toEqual(["alerts", "storage", "backup", "health"]);
    const touched = lanes.filter((words) => words.includes("gate-after"));
    expect(touched).toHaveLength(desired.length);
    for (const words of touched) expect(words.at(-1)).toBe("health");
    expect(lanes.flat().filter((word) => word === "health")).toHaveLength(desired.length + 1);
  });

  test("is asked after each node alone where the first question is to be left out", () => {
    const lanes = wordsOf(
      plannedOf(
        asked,
        desired.map((one) => testInstalled(one, serving)),
        { ...ORDINARY, health: "later" },
      ),
    );
    const touched = lanes.filter((words) => words.includes("gate-after"));
    // Checks of rollout are no part of it.
    expect(touched[0]?.slice(0, 3)).toEqual(["alerts", "storage", "gate-before"]);
    for (const words of touched) {
      expect(words.at(-1)).toBe("health");
      expect(words.slice(words.indexOf("gate-after"))).toContain("backup");
    }
    expect(lanes.flat().filter((word) => word === "health")).toHaveLength(desired.length);
  });

  test("is asked through another master than the one in question", () => {
    const plan = plannedOf(
      asked,
      desired.map((one) => testInstalled(one, serving)),
    );
    const steps = stepsOf(plan).filter((step) => step.kind === "health");
    expect(steps.length).toBeGreaterThan(1);
    for (const { node, api } of steps) expect(api.host).not.toBe(node);
  });

  test("is not asked where a cluster starts from nothing, nor where only own questions are asked", () => {
    const bare = desired.map(
      ({ node: { name } }) => ({ kind: "bare", node: name, reason: "not-nixos" }) as const,
    );
    expect(wordsOf(plannedOf(asked, bare)).flat()).not.toContain("health");
    const own = { ...asked, health: { ...asked.health, namespaces: [] } };
    const words = wordsOf(
      plannedOf(
        own,
        desired.map((one) => testInstalled(one, serving)),
      ),
    ).flat();
    expect(words).not.toContain("health");
    expect(words).toContain("backup");
  });

  test("is not asked where no apiserver is ready: to bring the API back is what is deployed for", () => {
    const silent = desired.map((one) => testInstalled(one, old));
    const words = wordsOf(plannedOf(asked, silent)).flat();
    expect(words).not.toContain("health");
    expect(words).toContain("backup");
  });
});

test("each gate waits as long as the file says", () => {
  const steps = stepsOf(planned(desired.map((one) => testInstalled(one, old))));
  const gates = steps.filter(({ kind }) => kind === "gate-after");
  expect(gates.every((step) => step.kind === "gate-after" && step.soak === 45)).toBe(true);
});
