import fc from "fast-check";
import { expect, test } from "vitest";
import { Agenda } from "./agenda.ts";

test("things happen in the order of their times, and of two at once the one that was asked for first", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 60 }), (delays) => {
      const agenda = new Agenda(0);
      const seen: (readonly [number, number])[] = [];
      delays.forEach((delay, index) => {
        agenda.after(delay, () => seen.push([agenda.now, index]));
      });
      while (agenda.step());
      const wanted = delays
        .map((delay, index) => [delay, index] as const)
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(seen).toEqual(wanted);
    }),
  );
});

test("what happens may ask for more", () => {
  const agenda = new Agenda(10);
  const seen: number[] = [];
  agenda.after(5, () => {
    seen.push(agenda.now);
    agenda.after(0, () => seen.push(agenda.now));
    agenda.after(7, () => seen.push(agenda.now));
  });
  while (agenda.step());
  expect(seen).toEqual([15, 15, 22]);
});
