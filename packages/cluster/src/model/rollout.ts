import type { Weekday } from "../dsl/rollout.ts";
import type { HostName } from "./brand.ts";

/** How deployments to the cluster go about it: in no node's configuration. */
export interface RolloutSettings {
  /** When machines may be touched; at any time where there is none. */
  readonly windows: readonly MaintenanceWindow[];
  readonly checks: readonly RolloutCheck[];
  /** Workers that may be away at once: a number, or a part of all in per cent, as text. */
  readonly maxUnavailable: string;
  /** Seconds that all of a node has to stay well; `undefined` where that depends on what was restarted. */
  readonly soak: number | undefined;
  readonly snapshots: SnapshotsKept;
}

/** Which snapshots of etcd stay on the machine that deploys: the newest does whatever is said. */
export interface SnapshotsKept {
  /** At most. */
  readonly keep: number;
  /** How old they may be. */
  readonly days: number;
}

/** A span of every week. */
export interface MaintenanceWindow {
  /** The days on which it opens. */
  readonly days: readonly Weekday[];
  /** Minutes since midnight. */
  readonly from: number;
  /** Minutes since midnight; of the next day where that is not later than `from`. */
  readonly to: number;
  readonly timeZone: string;
}

/** A question of the user's own. */
export interface RolloutCheck {
  readonly name: string;
  /** A line of shell. */
  readonly run: string;
  /** The node that it runs on; `undefined`: on the machine that deploys. */
  readonly on: HostName | undefined;
  /** Seconds. */
  readonly timeout: number;
  readonly within: number;
}

/** The days of the week, Monday first. */
export const WEEKDAYS: readonly Weekday[] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Minutes since midnight of a time as `22:00`; `undefined` for anything else. */
export function minutesOf(time: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}
