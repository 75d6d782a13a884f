import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { problem } from "../problem-kind.ts";
import { DONE, failedBy } from "../step/judgement.ts";
import { afterLook, PAUSES } from "./wait.ts";

const late = problem("ssh-refused", "db1", "nothing listens");
const again = { kind: "ask-again", problem: late, withinSeconds: 60 } as const;

describe("after a look", () => {
  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
    [5, 10_000],
    [50, 10_000],
    [5_000, 10_000],
  ])("the pause after the %d. is %d ms", (looks, milliseconds) => {
    expect(afterLook(again, { looks, seconds: 0, goodSeconds: 0 }, PAUSES)).toEqual({
      kind: "wait",
      milliseconds,
      problem: late,
      withinSeconds: 60,
    });
  });

  test.each([
    [0, "wait"],
    [59.9, "wait"],
    [60, "failed"],
    [61, "failed"],
  ])("after %d of 60 seconds: %s", (seconds, kind) => {
    const next = afterLook(again, { looks: 3, seconds, goodSeconds: 0 }, PAUSES);
    expect(next.kind).toBe(kind);
    if (next.kind === "failed") expect(next.problem).toBe(late);
  });

  test("what is done or has failed for good is not asked again, whatever the time", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, noNaN: true }), (looks, seconds) => {
        expect(afterLook(DONE, { looks, seconds, goodSeconds: 0 }, PAUSES)).toEqual({ kind: "done" });
        expect(afterLook(failedBy(late), { looks, seconds, goodSeconds: 0 }, PAUSES)).toEqual({
          kind: "failed",
          problem: late,
        });
      }),
    );
  });

  test("waiting ends: the looks of any patience are finite, and no pause is longer than the longest", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_600 }), (withinSeconds) => {
        let seconds = 0;
        for (let looks = 1; looks < 1_000; looks += 1) {
          const next = afterLook({ ...again, withinSeconds }, { looks, seconds, goodSeconds: 0 }, PAUSES);
          if (next.kind !== "wait") {
            expect(seconds).toBeLessThan(withinSeconds + PAUSES.longest / 1000);
            expect(seconds).toBeGreaterThanOrEqual(withinSeconds);
            return;
          }
          expect(next.milliseconds).toBeLessThanOrEqual(PAUSES.longest);
          seconds += next.milliseconds / 1000;
        }
        throw new Error("it waits for ever");
      }),
    );
  });

  test.each([
    [0, 0, { kind: "done" }],
    [30, 0, { kind: "wait", milliseconds: 1_000 }],
    [30, 29.5, { kind: "wait", milliseconds: 500 }],
    [30, 30, { kind: "done" }],
  ])("what has to stay good for %d s, and is for %d s: %j", (forSeconds, goodSeconds, expected) => {
    const next = afterLook({ kind: "steady", forSeconds }, { looks: 1, seconds: 99, goodSeconds }, PAUSES);
    expect(next).toMatchObject(expected);
  });

  test("what was learned is told when it has stayed good", () => {
    const learned = { cordon: "ours" } as const;
    const waited = { looks: 1, seconds: 0, goodSeconds: 5 };
    expect(afterLook({ kind: "steady", forSeconds: 5, learned }, waited, PAUSES)).toEqual({
      kind: "done",
      learned,
    });
  });
});
