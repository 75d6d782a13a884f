import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import type { Plan } from "../plan/plan.ts";
import type { Stage } from "../plan/stage.ts";
import { problem } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";
import { testPath } from "../testing/observations.ts";
import { type RunEvent, runPlan } from "./run-plan.ts";

const closure = testPath("system");
const node = (name: string) => name as HostName;
const staging = (name: string): Step => ({ kind: "copy-closure", node: node(name), closure });
const switching = (name: string): Step => ({
  kind: "switch",
  node: node(name),
  closure,
  because: "differs",
});
const profile = (name: string): Step => ({ kind: "set-profile", node: node(name), closure });

const staged = (...names: readonly string[]): Stage => ({
  kind: "stage-together",
  lanes: names.map((name) => ({ node: node(name), steps: [staging(name)] })),
});
const activated = (name: string): Stage => ({
  kind: "activate",
  lanes: [{ node: node(name), steps: [profile(name), switching(name)] }],
});
const plan: Plan = { unchanged: [], stages: [staged("a", "b", "c"), activated("a"), activated("b")] };

/** Runs a plan in which the steps named fail, and tells what was heard and what became of the nodes. */
async function run(stages: readonly Stage[], failing: (step: Step) => boolean = () => false) {
  const heard: string[] = [];
  const hear = (event: RunEvent) => {
    const what = event.kind === "step-failed" ? `${event.kind} ${event.problem.code}` : event.kind;
    heard.push(`${event.step.node} ${event.step.kind}: ${what}`);
  };
  const perform = async (step: Step) =>
    failing(step)
      ? ({ kind: "failed", problem: problem("switch-failed", step.node, "it broke") } as const)
      : ({ kind: "done" } as const);
  const { problems, outcomes } = await runPlan({ unchanged: [], stages }, perform, hear);
  return { heard, codes: problems.map(({ code }) => code), outcomes: Object.fromEntries(outcomes) };
}

describe("what is told of a run", () => {
  test("is each step as it begins and as it ends", async () => {
    expect(await run([staged("a"), activated("a")])).toEqual({
      heard: [
        "a copy-closure: step-started",
        "a copy-closure: step-done",
        "a set-profile: step-started",
        "a set-profile: step-done",
        "a switch: step-started",
        "a switch: step-done",
      ],
      codes: [],
      outcomes: { a: "changed" },
    });
  });

  test.each<[string, (step: Step) => boolean, Record<string, string>]>([
    ["all goes well", () => false, { a: "changed", b: "changed", c: "staged" }],
    [
      "the first activation fails",
      ({ kind }) => kind === "switch",
      { a: "failed", b: "staged", c: "staged" },
    ],
    [
      "the second activation fails",
      ({ kind, node: name }) => kind === "switch" && name === "b",
      { a: "changed", b: "failed", c: "staged" },
    ],
  ])("where %s, it is said of each node how far it came", async (_, failing, outcomes) => {
    expect((await run(plan.stages, failing)).outcomes).toEqual(outcomes);
  });

  test("a failure is told once, with its code, and nothing after it", async () => {
    const { heard, codes } = await run(
      [activated("a"), activated("b")],
      ({ kind }) => kind === "set-profile",
    );
    expect(heard).toEqual(["a set-profile: step-started", "a set-profile: step-failed switch-failed"]);
    expect(codes).toEqual(["switch-failed"]);
  });

  test("a node that was being staged when another failed is said to be staged", async () => {
    const steps = (name: string) => [staging(name), staging(name)];
    const stage: Stage = {
      kind: "stage-together",
      lanes: ["a", "b"].map((name) => ({ node: node(name), steps: steps(name) })),
    };
    const { outcomes } = await run([stage], ({ node: name }) => name === "a");
    expect(outcomes).toEqual({ a: "failed", b: "staged" });
  });

  test("after a failure no stage is begun, even one that has nothing to do", async () => {
    const nothing: Stage = { kind: "activate", lanes: [{ node: node("b"), steps: [] }] };
    const { outcomes } = await run([activated("a"), nothing], () => true);
    expect(outcomes).toEqual({ a: "failed", b: "untouched" });
  });

  test("nodes that were not come to are not touched", async () => {
    const { outcomes } = await run([activated("a"), activated("b")], () => true);
    expect(outcomes).toEqual({ a: "failed", b: "untouched" });
  });

  test("a node that was begun beside one that failed is said to be begun", async () => {
    const together: Stage = {
      kind: "activate-together",
      lanes: ["a", "b"].map((name) => ({ node: node(name), steps: [profile(name), switching(name)] })),
    };
    const { outcomes } = await run(
      [together],
      ({ kind, node: name }) => name === "a" && kind === "set-profile",
    );
    expect(outcomes).toEqual({ a: "failed", b: "interrupted" });
  });
});

test("no more than eight nodes are staged at once", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
  let now = 0;
  let most = 0;
  await runPlan({ unchanged: [], stages: [staged(...names)] }, async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    return { kind: "done" };
  });
  expect(most).toBe(8);
});

test("a step that ends in a way that nobody foresaw is a failure that says so", async () => {
  const crash = async (thrown: unknown) => {
    const { problems } = await runPlan({ unchanged: [], stages: [activated("a")] }, () =>
      Promise.reject(thrown),
    );
    return problems;
  };
  expect(await crash(new Error("oh"))).toMatchObject([
    {
      code: "step-crashed",
      where: "a",
      message: "set-profile on a ended unexpectedly: oh",
      hint: "This is a defect of Quorate: please report it with the output of --verbose",
    },
  ]);
  expect(await crash("a word")).toMatchObject([{ message: "set-profile on a ended unexpectedly: a word" }]);
});
