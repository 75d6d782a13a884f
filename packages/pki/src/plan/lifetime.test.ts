import { describe, expect, it } from "vitest";
import { isDue, LIFETIMES, RENEW_AFTER, validityFrom } from "./lifetime.ts";

const DAY_MS = 86_400_000;

it("is a year for a leaf and ten for an authority, renewed after two thirds", () => {
  expect([LIFETIMES, RENEW_AFTER]).toEqual([{ leafDays: 365, authorityDays: 3650 }, 2 / 3]);
});

describe("validityFrom", () => {
  const now = new Date("2026-03-01T12:00:00.700Z");
  const validity = (days: number, latest?: string) => {
    const { notBefore, notAfter } = validityFrom(
      now,
      days,
      latest === undefined ? undefined : new Date(latest),
    );
    return [notBefore.toISOString(), notAfter.toISOString()];
  };

  it("begins five minutes ago and ends after the days, at whole seconds", () => {
    expect(validity(10)).toEqual(["2026-03-01T11:55:00.000Z", "2026-03-11T12:00:00.000Z"]);
  });

  it.each([
    ["2026-03-05T00:00:00.000Z", "2026-03-05T00:00:00.000Z"],
    ["2027-01-01T00:00:00.000Z", "2026-03-11T12:00:00.000Z"],
  ])("ends no later than its authority, which ends %s", (latest, end) => {
    expect(validity(10, latest)).toEqual(["2026-03-01T11:55:00.000Z", end]);
  });
});

it.each([
  [0, false],
  [2, false],
  [2.01, true],
  [4, true],
])("what is valid for three days is due after %d: %s", (days, expected) => {
  const notBefore = new Date("2026-03-01T00:00:00Z");
  const notAfter = new Date(notBefore.getTime() + 3 * DAY_MS);
  expect(isDue({ notBefore, notAfter }, new Date(notBefore.getTime() + days * DAY_MS))).toBe(expected);
});
