import type { HostName } from "@quorate/cluster";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Plan } from "../plan/plan.ts";
import type { Lane, Stage, Undo } from "../plan/stage.ts";
import { lanesAtOnce } from "../plan/stage.ts";
import type { Step } from "../step/step.ts";
import { BAD_OUTPUT, goodOutput } from "../testing/outputs.ts";
import { type Played, play, TEST_RUN } from "../testing/play.ts";
import { TEST_STEPS } from "../testing/steps.ts";
import { advance, start } from "./advance.ts";
import type { Advanced } from "./effect.ts";
import type { MachineEvent } from "./event.ts";
import { isOver, type Place } from "./state.ts";

// Laws of the machine for plans of any shape, also such as nobody makes yet.

const kinds = [
  "copy-closure",
  "put-secrets",
  "set-profile",
  "switch",
  "wait-for-ssh",
  "verify",
  "confirm",
] as const;
const on = (kind: (typeof kinds)[number], node: string): Step =>
  ({ ...TEST_STEPS[kind], node: node as HostName }) as Step;

function anyLane(node: string): fc.Arbitrary<Lane> {
  const kind = fc.constantFrom(...kinds);
  const undo = fc
    .record({ step: kind, from: kind, until: fc.option(kind) })
    .map(
      ({ step, from, until }): Undo => ({ step: on(step, node), from, ...(until === null ? {} : { until }) }),
    );
  return fc
    .record({ steps: fc.array(kind, { maxLength: 5 }), undo: fc.array(undo, { maxLength: 3 }) })
    .map((lane) => ({
      node: node as HostName,
      steps: lane.steps.map((one) => on(one, node)),
      undo: lane.undo,
    }));
}

const anyStage: fc.Arbitrary<Stage> = fc.record({
  kind: fc.constantFrom("stage-together" as const, "activate-together" as const),
  lanes: fc
    .integer({ min: 1, max: 10 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anyLane(`node${index}`)))),
});
const anyPlan: fc.Arbitrary<Plan> = fc
  .array(anyStage, { maxLength: 3 })
  .map((stages) => ({ unchanged: [], stages }));
const anyOrder = fc.array(fc.nat(20), { maxLength: 40 });
/** Which of the answers are bad, in the order in which they are given. */
const anyFailures = fc.uniqueArray(fc.nat(40), { maxLength: 3 });
const anyStops = fc.uniqueArray(fc.nat(40), { maxLength: 3 });

/** Answers of which some are bad, at every look that follows at the same step. */
function failing(which: readonly number[]): (step: Step, place: Place) => ReturnType<typeof goodOutput> {
  const bad = new Set<string>();
  let count = 0;
  return (step, place) => {
    if (which.includes(count++)) bad.add(JSON.stringify(place));
    return bad.has(JSON.stringify(place)) ? BAD_OUTPUT : goodOutput(step);
  };
}

const anyRun = fc
  .record({ plan: anyPlan, order: anyOrder, failures: anyFailures, stops: anyStops })
  .map(({ plan, order, failures, stops }) => ({
    plan,
    run: (): Played => play(plan, { answer: failing(failures), order, interruptAt: stops }),
  }));

/** A property of whatever may be played. */
function always(law: (plan: Plan, played: Played) => void, numRuns = 1_000): void {
  fc.assert(
    fc.property(anyRun, ({ plan, run }) => law(plan, run())),
    { numRuns },
  );
}

describe("for any plan, order, failures and interruptions", () => {
  test("it comes to its end, and every step that was noted as begun has ended, unless it was left at once", () => {
    always((_, { state, notes }) => {
      const begun = notes.filter(({ what }) => what === "step-began").length;
      const ended = notes.filter(({ what }) => what === "step-ended").length;
      if (state.interruptions === 0) expect(ended).toBe(begun);
      expect(notes.filter(({ what }) => what === "run-ended")).toHaveLength(
        state.plan.stages.length > 0 ? 1 : 0,
      );
    });
  });

  test("nothing but what takes back begins after a failure or an interruption, and nothing after two of those", () => {
    always((_, { notes, told }) => {
      const stopped = notes.findIndex(
        (entry) => entry.what === "interrupted" || (entry.what === "step-ended" && entry.ended !== "done"),
      );
      const later = stopped < 0 ? [] : notes.slice(stopped);
      expect(later.filter((entry) => entry.what === "step-began" && entry.part === "steps")).toEqual([]);
      const second = notes.flatMap(({ what }, index) => (what === "interrupted" ? [index] : []))[1];
      if (second !== undefined)
        expect(notes.slice(second + 1).map(({ what }) => what)).toEqual(["run-ended"]);
      if (stopped < 0) expect(told.every(({ part }) => part === "steps")).toBe(true);
    });
  });

  test("a lane that does not come to its end is taken back: what it began, in order, until that fails", () => {
    let undone = 0;
    always(({ stages }, { state, notes }) => {
      const [stage] = stages;
      // Of one stage every entry about a node is about the one lane that it has.
      if (stage === undefined || stages.length > 1 || state.interruptions === 2) return;
      for (const { node, steps, undo = [] } of stage.lanes) {
        const of = notes.flatMap((entry) => ("node" in entry && entry.node === node ? [entry] : []));
        const own = of.filter(({ part }) => part === "steps");
        const begun = own.flatMap(({ what, step }) => (what === "step-began" ? [step] : []));
        const done = own.flatMap((entry) =>
          entry.what === "step-ended" && entry.ended === "done" ? [entry.step] : [],
        );
        const due = undo
          .filter(({ from, until }) => begun.includes(from) && (until === undefined || !done.includes(until)))
          .map(({ step }) => step.kind);
        const expected = done.length === steps.length ? [] : due;
        const taken = of.filter(({ what, part }) => what === "step-began" && part === "undo");
        const failed = state.nodes[node]?.undone === "failed";
        expect(taken.map(({ step }) => step)).toEqual(failed ? expected.slice(0, taken.length) : expected);
        expect(state.nodes[node]?.undone === undefined).toBe(taken.length === 0);
        undone += taken.length;
      }
    });
    // Else the law would hold of nothing.
    expect(undone).toBeGreaterThan(10);
  });

  test("no more lanes are under way than the stage has places for", () => {
    always((plan, { most }) => {
      const places = plan.stages.map((stage) => lanesAtOnce(stage));
      expect(most).toBeLessThanOrEqual(Math.max(0, ...places));
    });
  });

  test("its state is plain data: written as JSON and read again it goes on in the same way", () => {
    fc.assert(
      fc.property(anyPlan, anyFailures, fc.nat(30), (plan, failures, stopAt) => {
        const answer = failing(failures);
        let events = 0;
        let now = 0;
        let { state, effects } = start(plan, TEST_RUN, 0);
        const queue: MachineEvent[] = [];
        const take = (next: Advanced): void => {
          ({ state, effects } = next);
          for (const effect of effects) {
            if (effect.kind === "wait") queue.push({ kind: "woke", at: effect.until, place: effect.place });
            if (effect.kind !== "run") continue;
            queue.push({
              kind: "ended",
              at: now + 1_000,
              place: effect.place,
              outputs: [answer(effect.step, effect.place)],
            });
          }
        };
        take({ state, effects });
        for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
          now = Math.max(now, event.at);
          if (events++ === stopAt) queue.unshift({ kind: "interrupted", at: event.at });
          const again = advance(JSON.parse(JSON.stringify(state)), JSON.parse(JSON.stringify(event)));
          const next = advance(state, event);
          expect(again).toEqual(JSON.parse(JSON.stringify(next)));
          take(next);
        }
        expect(isOver(state)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
