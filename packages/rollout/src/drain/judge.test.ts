import type { HostName } from "@quorate/cluster";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Budget } from "../observe/kubernetes/budget.ts";
import type { NodeObject } from "../observe/kubernetes/node-object.ts";
import { testNodeObject } from "../testing/observations.ts";
import { neverLetsGo } from "./budget-of-pod.ts";
import { CORDON_MARK } from "./cordon-mark.ts";
import type { DrainSeen } from "./drain-seen.ts";
import { podsLeft, refuseDrain, whyStill } from "./judge.ts";
import type { Pod } from "./pod.ts";
import type { Workload } from "./workload.ts";

const name = (text: string) => text as HostName;
const terms = {
  node: name("node1"),
  among: [name("node1"), name("node2")],
  mayLose: false,
  deletes: false,
};

const ready = { Ready: { status: "True", reason: "KubeletReady", heartbeat: "", since: "" } };
const node = (of: string, changes: Partial<NodeObject> = {}): NodeObject =>
  testNodeObject(of, { conditions: ready, ...changes });

const pod = (changes: Partial<Pod> = {}): Pod => ({
  namespace: "default",
  name: "web-1",
  labels: { app: "web" },
  phase: "Running",
  ready: true,
  leaving: false,
  mirror: false,
  controller: { kind: "ReplicaSet", name: "web" },
  localData: false,
  ...changes,
});

const workload = (replicas: number, changes: Partial<Workload> = {}): Workload => ({
  kind: "ReplicaSet",
  namespace: "default",
  name: "web",
  replicas,
  by: "Deployment web",
  ...changes,
});

const budget = (required: number, expected: number, changes: Partial<Budget> = {}): Budget => ({
  namespace: "default",
  name: "web",
  selector: { labels: { app: "web" }, expressions: [] },
  lettingUnhealthyGo: false,
  minAvailable: undefined,
  maxUnavailable: undefined,
  allowed: Math.max(0, expected - required),
  healthy: expected,
  required,
  expected,
  ...changes,
});

const seen = (changes: Partial<DrainSeen> = {}): DrainSeen => ({
  nodes: [node("node1"), node("node2")],
  pods: [],
  budgets: [],
  workloads: [],
  ...changes,
});

const database: Partial<Pod> = { controller: { kind: "Cluster", name: "db" } };

describe("a drain is refused up front", () => {
  test.each<[string, Partial<DrainSeen>, Partial<typeof terms>, readonly string[]]>([
    ["never for an empty node", {}, {}, []],
    [
      "not for a budget without a pod on the node",
      { pods: [pod({ labels: { app: "other" } })], budgets: [budget(1, 1)], workloads: [workload(1)] },
      {},
      [],
    ],
    [
      "not for a budget of another namespace",
      { pods: [pod()], budgets: [budget(1, 1, { namespace: "x" })], workloads: [workload(1)] },
      {},
      [],
    ],
    [
      "for the only replica of a Deployment under a budget that lets none go",
      { pods: [pod()], budgets: [budget(1, 1)], workloads: [workload(1)] },
      {},
      ["budget-never-met"],
    ],
    [
      "for all replicas of one under maxUnavailable 0",
      { pods: [pod()], budgets: [budget(3, 3)], workloads: [workload(3)] },
      {},
      ["budget-never-met"],
    ],
    [
      "not where pods are to be deleted",
      { pods: [pod()], budgets: [budget(1, 1)], workloads: [workload(1)] },
      { deletes: true },
      [],
    ],
    [
      "not since none may go now",
      { pods: [pod()], budgets: [budget(1, 2, { allowed: 0, healthy: 1 })], workloads: [workload(2)] },
      {},
      [],
    ],
    [
      "not for a primary of CloudNativePG, which makes room once its node is cordoned",
      { pods: [pod(database)], budgets: [budget(1, 1)] },
      {},
      [],
    ],
    [
      "not for the primary of a StatefulSet that has others",
      { pods: [pod()], budgets: [budget(1, 1)], workloads: [workload(3)] },
      {},
      [],
    ],
    [
      "not for one that is not ready, and whose budget lets such go",
      {
        pods: [pod({ ready: false })],
        budgets: [budget(1, 1, { lettingUnhealthyGo: true })],
        workloads: [workload(1)],
      },
      {},
      [],
    ],
    [
      "for one that is not ready, where its budget keeps it",
      { pods: [pod({ ready: false })], budgets: [budget(1, 1, { healthy: 0 })], workloads: [workload(1)] },
      {},
      ["budget-never-met"],
    ],
    [
      "not for one that was never started, or is over",
      {
        pods: [pod({ phase: "Pending" }), pod({ phase: "Succeeded" })],
        budgets: [budget(1, 1)],
        workloads: [workload(1)],
      },
      {},
      [],
    ],
    [
      "for a pod under two budgets",
      { pods: [pod()], budgets: [budget(0, 1), budget(0, 1, { name: "other" })], workloads: [workload(1)] },
      {},
      ["budget-never-met"],
    ],
    [
      "not for pods of DaemonSets and of the kubelet's own files",
      {
        pods: [
          pod({ controller: { kind: "DaemonSet", name: "log" }, localData: true }),
          pod({ controller: { kind: "Node", name: "node1" }, mirror: true }),
        ],
        budgets: [budget(1, 1)],
      },
      {},
      [],
    ],
    ["for a pod that nobody makes anew", { pods: [pod({ controller: undefined })] }, {}, ["pods-not-kept"]],
    ["for a pod with local data", { pods: [pod({ localData: true })] }, {}, ["pods-not-kept"]],
    [
      "for neither of them where that may be lost",
      { pods: [pod({ localData: true }), pod({ controller: undefined })] },
      { mayLose: true },
      [],
    ],
    [
      "while another node is cordoned by somebody else",
      { nodes: [node("node1"), node("node2", { cordoned: true })] },
      {},
      ["node-away"],
    ],
    [
      "while another node is cordoned by a run that died",
      { nodes: [node("node2", { cordoned: true, annotations: { [CORDON_MARK]: "other t me" } })] },
      {},
      ["node-away"],
    ],
    [
      "while another node is not Ready",
      { nodes: [node("node2", { conditions: { Ready: { ...ready.Ready, status: "Unknown" } } })] },
      {},
      ["node-away"],
    ],
    [
      "where nothing is known of another one",
      { nodes: [node("node2", { conditions: {} })] },
      {},
      ["node-away"],
    ],
    [
      "not for one that this run has cordoned, also while it boots",
      {
        nodes: [
          node("node2", { cordoned: true, conditions: {}, annotations: { [CORDON_MARK]: "run t me" } }),
        ],
      },
      {},
      [],
    ],
    ["not for one that the file does not have", { nodes: [node("node9", { conditions: {} })] }, {}, []],
    ["not for itself", { nodes: [node("node1", { cordoned: true, conditions: {} })] }, {}, []],
  ])("%s", (_, changes, more, expected) => {
    const refusals = refuseDrain({ ...terms, ...more }, seen(changes), "run");
    expect(refusals.map(({ because }) => because)).toEqual(expected);
    for (const { message } of refusals) expect(message).toMatch(/^[a-z].*[^.]$/);
  });

  test("names pod, budget and owner", () => {
    const changes = { pods: [pod()], budgets: [budget(1, 1)], workloads: [workload(1)] };
    expect(refuseDrain(terms, seen(changes), "run")).toEqual([
      {
        because: "budget-never-met",
        message:
          "the budget default/web can never let default/web-1 go: it asks for 1 healthy pods of 1, and Deployment web makes no more",
      },
    ]);
  });
});

test.each<[string, Pod, Partial<DrainSeen>, RegExp]>([
  ["it ends", pod({ leaving: true }), {}, /default\/web-1 \(of Deployment web\) takes its time to end/],
  [
    "its budget",
    pod(),
    { budgets: [budget(2, 2)] },
    /held by its budget default\/web: 2 healthy, 2 required/,
  ],
  [
    "it is not ready itself",
    pod({ ready: false }),
    { budgets: [budget(1, 2, { healthy: 0, allowed: 0 })] },
    /is not ready itself, .* until 1 are healthy \(0 are; unhealthyPodEvictionPolicy: IfHealthyBudget\)/,
  ],
  ["nothing", pod(), {}, /has not gone yet/],
])("a pod is told of that waits for: %s", (_, one, changes, expected) => {
  expect(whyStill(one, seen({ workloads: [workload(2)], ...changes }))).toMatch(expected);
});

/**
 * A cluster that evicts as Kubernetes does: a budget lets one go while enough are healthy, and whoever has made it makes
 * another one, elsewhere.
 */
function drains(pods: readonly Pod[], budgets: readonly Budget[], workloads: readonly Workload[]): boolean {
  let left = [...pods];
  let elsewhere = 0;
  for (let round = 0; round < 20 && left.length > 0; round++) {
    const [budgetOfAll] = budgets;
    const replicas = workloads.reduce((sum, { replicas: count }) => sum + count, 0);
    const healthy = Math.min(replicas, left.filter((one) => one.ready).length + elsewhere);
    const next = left.find((one) => {
      if (budgetOfAll?.required === undefined) return true;
      if (!one.ready) return budgetOfAll.lettingUnhealthyGo || healthy >= budgetOfAll.required;
      return healthy - 1 >= budgetOfAll.required;
    });
    if (next === undefined) return false;
    left = left.filter((one) => one !== next);
    elsewhere += 1;
  }
  return left.length === 0;
}

test("what is refused for its budget can never be drained, and of what can't be all that is certain is refused", () => {
  const anyCase = fc.record({
    replicas: fc.integer({ min: 1, max: 5 }),
    here: fc.integer({ min: 1, max: 5 }),
    required: fc.integer({ min: 0, max: 5 }),
    sick: fc.boolean(),
    lettingUnhealthyGo: fc.boolean(),
  });
  let refused = 0;
  fc.assert(
    fc.property(anyCase, ({ replicas, here, required: asked, sick, lettingUnhealthyGo }) => {
      const count = Math.min(here, replicas);
      const required = Math.min(asked, replicas);
      const pods = Array.from({ length: count }, (_, index) => pod({ name: `web-${index}`, ready: !sick }));
      const budgets = [budget(required, replicas, { lettingUnhealthyGo })];
      const workloads = [workload(replicas)];
      const never = neverLetsGo(budgets[0] as Budget, pods, workloads);
      if (never) refused += 1;
      // Where they are all well, the arithmetic is the whole truth.
      if (never) expect(drains(pods, budgets, workloads)).toBe(false);
      else if (!sick) {
        const rest = Array.from({ length: replicas - count }, () => pod());
        expect(drains([...pods, ...rest], budgets, workloads)).toBe(true);
      }
      expect(podsLeft({ pods })).toHaveLength(count);
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(20);
});
