import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import type { Plan } from "../plan/plan.ts";
import type { Stage } from "../plan/stage.ts";
import type { Step } from "../step/step.ts";
import { testPath } from "../testing/observations.ts";
import { BAD_OUTPUT, goodOutput } from "../testing/outputs.ts";
import { play, TEST_RUN } from "../testing/play.ts";
import { advance, start } from "./advance.ts";
import { isOver } from "./state.ts";

const closure = testPath("system");
const node = (name: string) => name as HostName;
const staging = (name: string): Step => ({ kind: "copy-closure", node: node(name), closure });
const switching = (name: string): Step => ({
  kind: "switch",
  node: node(name),
  closure,
  because: "differs",
  others: undefined,
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
function run(stages: readonly Stage[], failing: (step: Step) => boolean = () => false) {
  const answer = (step: Step) => (failing(step) ? BAD_OUTPUT : goodOutput(step));
  const { told, state } = play({ unchanged: [], stages }, { answer });
  const heard = told.map(({ step, ...event }) => {
    const what = event.kind === "step-failed" ? `${event.kind} ${event.problem.code}` : event.kind;
    return `${step.node} ${step.kind}: ${what}`;
  });
  const outcomes = Object.fromEntries(
    Object.entries(state.nodes).map(([name, { outcome }]) => [name, outcome]),
  );
  return { heard, codes: state.problems.map(({ code }) => code), outcomes };
}

describe("what is told of a run", () => {
  test("is each step as it begins and as it ends", () => {
    expect(run([staged("a"), activated("a")])).toEqual({
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
  ])("where %s, it is said of each node how far it came", (_, failing, outcomes) => {
    expect(run(plan.stages, failing).outcomes).toEqual(outcomes);
  });

  test("a failure is told once, with its code, and nothing after it", () => {
    const { heard, codes } = run([activated("a"), activated("b")], ({ kind }) => kind === "set-profile");
    expect(heard).toEqual(["a set-profile: step-started", "a set-profile: step-failed set-profile-failed"]);
    expect(codes).toEqual(["set-profile-failed"]);
  });

  test("a node that was being staged when another failed is said to be staged", () => {
    const steps = (name: string) => [staging(name), staging(name)];
    const stage: Stage = {
      kind: "stage-together",
      lanes: ["a", "b"].map((name) => ({ node: node(name), steps: steps(name) })),
    };
    const { outcomes } = run([stage], ({ node: name }) => name === "a");
    expect(outcomes).toEqual({ a: "failed", b: "staged" });
  });

  test("after a failure no stage is begun, even one that has nothing to do", () => {
    const nothing: Stage = { kind: "activate", lanes: [{ node: node("b"), steps: [] }] };
    const { outcomes } = run([activated("a"), nothing], () => true);
    expect(outcomes).toEqual({ a: "failed", b: "untouched" });
  });

  test("nodes that were not come to are not touched", () => {
    const { outcomes } = run([activated("a"), activated("b")], () => true);
    expect(outcomes).toEqual({ a: "failed", b: "untouched" });
  });

  test("a node that was begun beside one that failed is said to be begun", () => {
    const together: Stage = {
      kind: "activate-together",
      lanes: ["a", "b"].map((name) => ({ node: node(name), steps: [profile(name), switching(name)] })),
    };
    const { outcomes } = run([together], ({ kind, node: name }) => name === "a" && kind === "set-profile");
    expect(outcomes).toEqual({ a: "failed", b: "interrupted" });
  });
});

test("no more than eight nodes are staged at once", () => {
  const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
  expect(play({ unchanged: [], stages: [staged(...names)] }).most).toBe(8);
});

test("a step that ends in a way that nobody foresaw is a failure that says so", () => {
  const begun = start({ unchanged: [], stages: [activated("a")] }, TEST_RUN, 0);
  const place = { stage: 0, lane: 0, part: "steps", step: 0 } as const;
  const { state, effects } = advance(begun.state, { kind: "crashed", at: 1, place, message: "oh" });
  expect(state.problems).toMatchObject([
    {
      code: "step-crashed",
      where: "a",
      message: "set-profile on a ended unexpectedly: oh",
      hint: "This is a defect of Quorate: please report it with the output of --verbose",
    },
  ]);
  expect(effects.map(({ kind }) => kind)).toEqual(["note", "say", "note"]);
  expect(isOver(state)).toBe(true);
});
