import { expect, it } from "vitest";
import { isCronSchedule } from "./cron.ts";

it.each([
  "0 */12 * * *",
  "* * * * *",
  "0,30 1-5 1 jan-MAR sun",
  "5/15 0 ? * 6",
  "@daily",
  "@every 6h",
  "@every 1h30m",
  "@every 90s",
])("%s is a schedule", (text) => {
  expect(isCronSchedule(text)).toBe(true);
});

it.each([
  "",
  " ",
  "0 */12 * *",
  "0 0 */12 * * *",
  "60 * * * *",
  "* 24 * * *",
  "* * 0 * *",
  "* * * 13 *",
  "* * * * 7",
  "5-1 * * * *",
  "*/0 * * * *",
  "1-2-3 * * * *",
  "a * * * *",
  "* * * * mon.",
  "0  12 * * *",
  "0 12 * * *\n",
  "@reboot",
  "@every",
  "@every ",
  "@every 0h",
  "@every 6 h",
  "$(date) * * * *",
])("%s is none", (text) => {
  expect(isCronSchedule(text)).toBe(false);
});
