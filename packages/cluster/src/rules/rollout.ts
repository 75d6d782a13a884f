import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import { minutesOf } from "../model/rollout.ts";
import type { Draft } from "../parse/draft.ts";
import { type ParsedWindow, windowsOf } from "../parse/rollout.ts";
import { checkChecks } from "./checks.ts";
import { isSeconds, seconds } from "./seconds.ts";

/** How deployments go about it: windows that open, checks that can be run, numbers that mean something. */
export function* checkRollout({ rest, machineKinds }: Draft): Iterable<Finding> {
  const rollout = rest?.rollout;
  if (rollout === undefined) return;
  for (const [window, path] of windowsOf(rollout)) yield* checkWindow(window, path);
  yield* checkChecks(rollout.checks, ["rollout", "checks"], machineKinds);
  const { maxUnavailable, soak } = rollout;
  if (maxUnavailable !== undefined && !isPart(maxUnavailable)) {
    yield finding(
      "max-unavailable-invalid",
      ["rollout", "maxUnavailable"],
      `${JSON.stringify(maxUnavailable)} is no number of workers`,
      'Write a whole number from 1 on, or a part of all workers from "1%" to "100%".',
    );
  }
  if (soak !== undefined && !isSeconds(soak, 1)) yield seconds(["rollout", "soak"], soak);
  for (const field of ["keep", "days"] as const) {
    const value = rollout.snapshots?.[field];
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= 10_000)) continue;
    yield finding(
      "snapshots-invalid",
      ["rollout", "snapshots", field],
      `${value} is no number of ${field === "keep" ? "snapshots" : "days"}`,
      "Write a whole number from 1 to 10000.",
    );
  }
}

function* checkWindow({ days = [], from, to, timeZone }: ParsedWindow, path: SpecPath): Iterable<Finding> {
  const hint = 'Write them as in { days: ["Sat"], from: "22:00", to: "04:00", timeZone: "Europe/Berlin" }.';
  for (const [field, time] of [
    ["from", from],
    ["to", to],
  ] as const) {
    if (minutesOf(time) === undefined) {
      yield finding("window-invalid", [...path, field], `${JSON.stringify(time)} is no time of a day`, hint);
    }
  }
  if (from === to) yield finding("window-invalid", [...path, "to"], "a window closes when it opens", hint);
  if (new Set(days).size < days.length) {
    yield finding("window-invalid", [...path, "days"], "a day is named twice", "Name each day once.");
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    yield finding(
      "window-invalid",
      [...path, "timeZone"],
      `${JSON.stringify(timeZone)} is no time zone`,
      'Write its name in the tz database, as in "Europe/Berlin", or "UTC".',
    );
  }
}

function isPart(value: number | string): boolean {
  if (typeof value === "number") return Number.isInteger(value) && value >= 1;
  const [, digits] = /^(\d{1,3})%$/.exec(value) ?? [];
  return digits !== undefined && Number(digits) >= 1 && Number(digits) <= 100;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
