import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Plan } from "../plan/plan.ts";
import type { Step } from "../step/step.ts";
import { BAD_OUTPUT, goodOutput } from "../testing/outputs.ts";
import { play, TEST_RUN } from "../testing/play.ts";
import { TEST_STEPS } from "../testing/steps.ts";
import { journalLine } from "./entry.ts";
import { readJournal, unfinishedRun } from "./replay.ts";

const { node } = TEST_STEPS.switch;
const steps: readonly Step[] = [TEST_STEPS["stage-secrets"], TEST_STEPS.switch, TEST_STEPS.confirm];
const plan: Plan = { unchanged: [], stages: [{ kind: "activate", lanes: [{ node, steps }] }] };
const { notes } = play(plan);
const text = notes.map(journalLine).join("");

test("a journal reads as it was written, and tells nothing of a run that came to its end", () => {
  expect(readJournal(text)).toEqual(notes);
  expect(unfinishedRun(notes, TEST_RUN.certificates)).toBeUndefined();
});

test("wherever a journal is torn off, what was written whole is read, and it is known what was under way", () => {
  fc.assert(
    fc.property(fc.nat(text.length), (length) => {
      const torn = text.slice(0, length);
      const whole = torn.split("\n").length - 1;
      const read = readJournal(torn);
      expect(read).toEqual(notes.slice(0, whole));
      const unfinished = unfinishedRun(read, TEST_RUN.certificates);
      if (whole === 0 || whole === notes.length) {
        expect(unfinished).toBeUndefined();
        return;
      }
      const last = read.at(-1);
      const step = last?.what === "step-began" ? [{ node, step: last.step, part: "steps" }] : [];
      expect(unfinished).toMatchObject({ run: "test", by: "me@here", nodes: [node], underWay: step });
    }),
  );
});

test("a line that is none is passed over, and what comes after a torn one is read", () => {
  expect(readJournal(`{"run":"a","what"\n\n7\nnull\n{"x":1}\n${text}`)).toEqual(notes);
});

test("it has no digest of a secret in it", () => {
  for (const { digest } of TEST_STEPS["stage-secrets"].files) expect(text).not.toContain(digest);
});

describe("a run that did not come to its end", () => {
  test("is of no interest once another one followed, nor where the certificates are another cluster's", () => {
    const died = notes.slice(0, 3);
    expect(unfinishedRun(died, TEST_RUN.certificates)).toBeDefined();
    const later = notes.map((entry) => ({ ...entry, run: "later" }));
    expect(unfinishedRun([...died, ...later], TEST_RUN.certificates)).toBeUndefined();
    expect(unfinishedRun(died, "/other")).toBeUndefined();
  });

  test("is one that was ended at once, with its steps left to themselves", () => {
    const ended = play(plan, { interruptAt: [1] });
    expect(unfinishedRun(ended.notes, TEST_RUN.certificates)).toBeUndefined();
    const atOnce = notes.slice(0, 2).concat(notes.slice(-1));
    expect(unfinishedRun(atOnce, TEST_RUN.certificates)).toMatchObject({
      underWay: [{ step: "stage-secrets" }],
    });
  });

  test("is not one whose step failed", () => {
    const failed = play(plan, { answer: (step) => (step.kind === "switch" ? BAD_OUTPUT : goodOutput(step)) });
    expect(unfinishedRun(failed.notes, TEST_RUN.certificates)).toBeUndefined();
  });
});
