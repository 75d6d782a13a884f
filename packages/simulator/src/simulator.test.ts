import { describe, expect, test } from "vitest";
import { PRODUCT } from "./deploy/product.ts";
import { HOLES } from "./holes.ts";
import { LAWS } from "./laws.ts";
import { play } from "./play.ts";
import { scheduleOf } from "./schedule.ts";
import { search, smallestTrace, unknownViolation } from "./search.ts";
import { traceOf } from "./trace.ts";

/** A million of them, or any, are played by `npm run bench -- rollout`. */
const SCHEDULES = 10_000;

test("the same seed gives the same history, to the word", () => {
  for (const seed of [1, 2, 29, 375, 1721]) {
    const histories = [play(scheduleOf(seed)), play(scheduleOf(seed))];
    const [one, other] = histories.map((history) => traceOf(history).join("\n"));
    expect(one).toBe(other);
    expect(one).toContain("deployment 1");
  }
});

test("another seed gives another history", () => {
  const traces = Array.from({ length: 30 }, (_, seed) => traceOf(play(scheduleOf(seed))).join("\n"));
  expect(new Set(traces).size).toBe(30);
});

describe(`in ${SCHEDULES} schedules`, () => {
  const found = search(1, SCHEDULES);

  test("no law is broken where nobody knew of it", () => {
    // A failure is told by its smallest history.
    expect(found.broken?.trace.join("\n")).toBeUndefined();
    expect(found.schedules).toBe(SCHEDULES);
  });

  test.each(
    HOLES.filter(({ rare }) => rare === undefined).map((hole) => [hole.law, hole.because, hole] as const),
  )("what is known to break %s is met: %s", (_, __, hole) => {
    // One that is not met any more is to be taken from the list: the law then holds without it.
    expect(found.holes.get(hole) ?? 0).toBeGreaterThan(0);
  });
});

test("what breaks a law is told by as little as breaks it", () => {
  // Nothing is confirmed, and so there is something to do for ever.
  const forgetful: typeof PRODUCT = {
    ...PRODUCT,
    afterBuilding: (build, systems) => {
      const planned = PRODUCT.afterBuilding(build, systems);
      if (!planned.ok) return planned;
      const stages = planned.value.stages.map((stage) => ({
        ...stage,
        lanes: stage.lanes.map((lane) => ({
          ...lane,
          steps: lane.steps.filter(({ kind }) => kind !== "confirm"),
        })),
      }));
      return { ...planned, value: { ...planned.value, stages: stages as typeof planned.value.stages } };
    },
  };
  const seed = Array.from({ length: 500 }, (_, one) => one).find((one) => {
    const { scenario, faults } = scheduleOf(one);
    return scenario.change === "options" && faults.length > 2 && scenario.wanted.machines.length > 4;
  });
  if (seed === undefined) throw new Error("no schedule");
  const schedule = scheduleOf(seed);
  expect(unknownViolation(play(schedule))).toBeUndefined();
  const trace = smallestTrace(schedule, "converges", forgetful);
  expect(trace[0]).toBe(
    "broken: converges. the last deployments ended with 1 nodes changed, 1 nodes changed",
  );
  expect(trace.filter((line) => line.startsWith("fault:"))).toEqual([]);
  expect(trace.filter((line) => line.includes("worker"))).toEqual([]);
});

test("each law says what it is in a sentence of its own", () => {
  const meanings = Object.values(LAWS).map(({ meaning }) => meaning);
  expect(new Set(meanings).size).toBe(meanings.length);
});
