import { expect, test } from "vitest";
import { watchdogSeconds } from "./seconds.ts";

test.each<[string | undefined, unknown]>([
  [undefined, 300],
  ["10", 10],
  ["3600", 3600],
  ["9", "watchdog-unusable"],
  ["3601", "watchdog-unusable"],
  ["", "watchdog-unusable"],
  ["1m", "watchdog-unusable"],
  ["-10", "watchdog-unusable"],
])("%j: %s", (typed, expected) => {
  const seconds = watchdogSeconds(typed);
  expect(seconds.ok ? seconds.value : seconds.problems[0]?.code).toBe(expected);
});
