import { describe, expect, test } from "vitest";
import type { Plan } from "../plan/plan.ts";
import type { Step } from "../step/step.ts";
import { goodOutput, outputsOf } from "../testing/outputs.ts";
import { TEST_RUN } from "../testing/play.ts";
import { TEST_STEPS } from "../testing/steps.ts";
import { advance, start } from "./advance.ts";
import type { Effect } from "./effect.ts";

const { node } = TEST_STEPS.switch;
const KINDS = [
  "gate-before",
  "leave-vip",
  "move-leader",
  "arm-watchdog",
  "put-secrets",
  "switch",
  "return-vip",
] as const;

/** The kinds of steps that are begun one after another, where each answer comes after so many seconds. */
function begun(
  seconds: (kind: Step["kind"], time: number) => number,
  kinds: readonly (typeof KINDS)[number][] = KINDS,
) {
  const plan: Plan = {
    unchanged: [],
    stages: [
      {
        kind: "activate",
        lanes: [
          {
            node,
            steps: kinds.map((kind) => TEST_STEPS[kind]),
            undo: [{ step: TEST_STEPS["go-back"], from: "arm-watchdog", until: "confirm" }],
          },
        ],
      },
    ],
  };
  let now = 1_000_000;
  const times = new Map<string, number>();
  const told: string[] = [];
  let { state, effects } = start(plan, TEST_RUN, now);
  for (let turn = 0; turn < 100; turn++) {
    const queue: readonly Effect[] = effects;
    for (const effect of queue) {
      if (effect.kind === "say" && effect.event.kind === "step-started") told.push(effect.event.step.kind);
    }
    const run = queue.find((effect) => effect.kind === "run");
    if (run?.kind !== "run") break;
    const { place, step } = run;
    const time = (times.get(step.kind) ?? 0) + 1;
    times.set(step.kind, time);
    now += seconds(step.kind, time) * 1000;
    const outputs = outputsOf(step, goodOutput(step));
    ({ state, effects } = advance(state, { kind: "ended", place, at: now, outputs }));
  }
  return { told, codes: state.problems.map(({ code }) => code), learned: state.nodes[node]?.learned };
}

const ASKED = ["gate-before", "leave-vip", "move-leader"];

describe("before something of a node is stopped", () => {
  test("nothing is asked twice while it was asked a moment ago", () => {
    expect(begun(() => 1).told).toEqual(KINDS);
  });

  test.each(["gate-before", "leave-vip", "arm-watchdog", "put-secrets"] as const)(
    "all is asked again once it is old, since %s took its time: nothing else is done twice",
    (slow) => {
      const { told, codes } = begun((kind, time) => (kind === slow && time === 1 ? 90 : 1));
      expect(told).toEqual([...KINDS.slice(0, 5), ...ASKED, "switch", "return-vip"]);
      expect(codes).toEqual([]);
    },
  );

  test("it is given up where each answer is late, and what was begun is taken back", () => {
    const { told, codes } = begun(() => 90);
    expect(told).toEqual([...KINDS.slice(0, 5), ...ASKED, ...ASKED, ...ASKED, "go-back"]);
    expect(codes[0]).toBe("answers-late");
  });

  test("what nobody was asked about is begun whenever it is", () => {
    const kinds = ["arm-watchdog", "switch"] as const;
    expect(begun(() => 900, kinds).told).toEqual(kinds);
  });

  test("what comes after an activation that took its time is asked about again", () => {
    const steps = ["gate-before", "leave-vip", "switch", "return-vip"] as const;
    expect(begun((kind) => (kind === "switch" ? 900 : 1), steps).told).toEqual(steps);
  });
});
