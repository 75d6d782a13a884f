import type { HostName } from "../model/brand.ts";
import { minutesOf, type RolloutCheck, type RolloutSettings, WEEKDAYS } from "../model/rollout.ts";
import { type ParsedRollout, windowsOf } from "../parse/rollout.ts";

/** What deployments go by, with its defaults. */
export function resolveRollout(rollout: ParsedRollout = {}): RolloutSettings {
  return {
    windows: windowsOf(rollout).map(([{ days = WEEKDAYS, from, to, timeZone = "UTC" }]) => ({
      days: WEEKDAYS.filter((day) => days.includes(day)),
      from: minutesOf(from) ?? 0,
      to: minutesOf(to) ?? 0,
      timeZone,
    })),
    checks: resolveChecks(rollout.checks),
    maxUnavailable: String(rollout.maxUnavailable ?? 1),
    soak: rollout.soak,
    snapshots: { keep: rollout.snapshots?.keep ?? 20, days: rollout.snapshots?.days ?? 30 },
  };
}

/** Questions of people's own, with their defaults. */
export function resolveChecks(checks: ParsedRollout["checks"] = []): readonly RolloutCheck[] {
  return checks.map(({ name, run, on, timeout = 60, within = 60 }) => ({
    name,
    run,
    on: on as HostName | undefined,
    timeout,
    within,
  }));
}
