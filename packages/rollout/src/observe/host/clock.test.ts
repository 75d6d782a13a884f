import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answersOf } from "../answers.ts";
import { closerLook, readClock, surelyApart, surelyOff } from "./clock.ts";

const at = (seconds: number) => `${Math.round(seconds * 1000)}000000`;
const look = (begin: number, end: number, sent: number, received: number) =>
  readClock(answersOf([`clock-begin=${at(begin)}`, `clock-end=${at(end)}`]), {
    sent: sent * 1000,
    received: received * 1000,
  });
const T = 1_795_690_912;

describe("a look at a clock", () => {
  test("that is right says that it may be", () => {
    const seen = look(T + 0.3, T + 0.6, T, T + 0.7);
    expect(seen.known && surelyOff(seen.value)).toBe(0);
  });

  test.each([
    ["ahead", 2],
    ["behind", -2],
  ])("that is %s says by how much at least", (_, off) => {
    const seen = look(T + 0.3 + off, T + 0.6 + off, T, T + 0.7);
    if (!seen.known) throw new Error("unknown");
    expect(surelyOff(seen.value)).toBeGreaterThan(1.6);
    expect(surelyOff(seen.value)).toBeLessThanOrEqual(2);
  });

  test.each([
    [["clock-begin=1795690912N", "clock-end=1795690912N"]],
    [["clock-begin=1795690912149819816"]],
    [[]],
  ])("of which %j was told says nothing", (lines) => {
    expect(readClock(answersOf(lines as string[]), { sent: 0, received: 1 })).toMatchObject({ known: false });
  });

  test("that nobody timed says nothing", () => {
    expect(readClock(answersOf([`clock-begin=${at(T)}`, `clock-end=${at(T)}`]), undefined).known).toBe(false);
  });
});

test("the true offset is always between the two, however long the ways take", () => {
  const way = fc.double({ min: 0, max: 30, noNaN: true });
  fc.assert(
    fc.property(
      way,
      way,
      way,
      fc.double({ min: -3600, max: 3600, noNaN: true }),
      (there, work, back, off) => {
        const seen = look(T + there + off, T + there + work + off, T, T + there + work + back);
        if (!seen.known) return false;
        const { least, most } = seen.value;
        return least <= off + 0.01 && off - 0.01 <= most && surelyOff(seen.value) <= Math.abs(off) + 0.01;
      },
    ),
  );
});

test("two clocks are as far apart as cannot be otherwise", () => {
  expect(surelyApart({ least: 1, most: 1.2 }, { least: -1.2, most: -1 })).toBe(2);
  expect(surelyApart({ least: -1.2, most: -1 }, { least: 1, most: 1.2 })).toBe(2);
  expect(surelyApart({ least: 0, most: 1 }, { least: 0.5, most: 2 })).toBe(0);
  expect(closerLook({ least: 0, most: 1 }, { least: 0.5, most: 2 })).toEqual({ least: 0.5, most: 1 });
});
