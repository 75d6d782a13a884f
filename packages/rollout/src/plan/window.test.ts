import { type MaintenanceWindow, WEEKDAYS } from "@quorate/cluster";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOpen, nextChange, refuseOutsideWindow, windowClosed } from "./window.ts";

const window = (change: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  days: WEEKDAYS,
  from: 22 * 60,
  to: 4 * 60,
  timeZone: "UTC",
  ...change,
});
const saturday = window({ days: ["Sat"] });
const noon = window({ from: 12 * 60, to: 13 * 60 });

// 2026-11-28 is a Saturday.
test.each<[string, readonly MaintenanceWindow[], string, boolean]>([
  ["no window", [], "2026-11-28T09:00:00Z", true],
  ["before it opens", [saturday], "2026-11-28T21:59:59Z", false],
  ["as it opens", [saturday], "2026-11-28T22:00:00Z", true],
  ["past midnight", [saturday], "2026-11-29T03:59:59Z", true],
  ["as it closes", [saturday], "2026-11-29T04:00:00Z", false],
  ["another day's night", [saturday], "2026-11-29T23:00:00Z", false],
  ["within a day", [noon], "2026-11-25T12:30:00Z", true],
  ["after it", [noon], "2026-11-25T13:00:00Z", false],
  ["in another one", [saturday, noon], "2026-11-25T12:30:00Z", true],
  ["elsewhere", [window({ timeZone: "Europe/Berlin" })], "2026-11-25T21:00:00Z", true],
  ["elsewhere, in summer", [window({ timeZone: "Europe/Berlin" })], "2026-07-25T20:00:00Z", true],
  ["midnight", [window({ from: 0, to: 60 })], "2026-11-25T00:00:00Z", true],
])("%s", (_, windows, at, open) => {
  expect(isOpen(windows, new Date(at))).toBe(open);
});

describe("what is refused", () => {
  test("says when the next one opens", () => {
    const at = new Date("2026-11-25T09:10:30Z");
    expect(
      refuseOutsideWindow([window({ days: ["Sat"], timeZone: "Europe/Berlin" })], at, false),
    ).toMatchObject([
      {
        code: "outside-window",
        message:
          "it is Wed 2026-11-25 10:10 Europe/Berlin, and no maintenance window of machines.ts is open; the next one opens at Sat 2026-11-28 22:00 Europe/Berlin",
      },
    ]);
    expect(refuseOutsideWindow([saturday], at, true)).toEqual([]);
    expect(refuseOutsideWindow([], at, false)).toEqual([]);
    expect(windowClosed().code).toBe("window-closed");
  });
});

test("they change at the moment that is told, and not before", () => {
  const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];
  const anyWindow = fc.record({
    days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
    from: fc.integer({ min: 0, max: 1439 }),
    to: fc.integer({ min: 0, max: 1439 }),
    timeZone: fc.constantFrom(...zones),
  });
  const anyMoment = fc.date({
    min: new Date("2026-01-01"),
    max: new Date("2027-01-01"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(fc.array(anyWindow, { minLength: 1, maxLength: 2 }), anyMoment, (windows, at) => {
      const open = isOpen(windows, at);
      const change = nextChange(windows, at, open ? "closed" : "open");
      // Open at every minute of the week is the one that never closes.
      if (change === undefined) {
        expect(open).toBe(true);
        return;
      }
      expect(isOpen(windows, change)).toBe(!open);
      const before = new Date(change.getTime() - 60_000);
      if (before > at) expect(isOpen(windows, before)).toBe(open);
    }),
    { numRuns: 30 },
  );
});
