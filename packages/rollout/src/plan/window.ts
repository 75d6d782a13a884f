import { type MaintenanceWindow, WEEKDAYS } from "@quorate/cluster";
import { problem, type RolloutProblem } from "../problem-kind.ts";

const MINUTE = 60_000;

/** Minutes that are looked ahead: a window of a week's every opening is within them. */
const AHEAD = 8 * 24 * 60;

/** Whether machines may be touched at a moment; without any window always. */
export function isOpen(windows: readonly MaintenanceWindow[], at: Date): boolean {
  return windows.length === 0 || windows.some((window) => isOpenAt(window, at));
}

/** The first whole minute from a moment on at which they are open, or are not; `undefined` where none is. */
export function nextChange(
  windows: readonly MaintenanceWindow[],
  at: Date,
  to: "open" | "closed",
): Date | undefined {
  const begin = Math.ceil(at.getTime() / MINUTE) * MINUTE;
  for (let minute = 0; minute < AHEAD; minute++) {
    const then = new Date(begin + minute * MINUTE);
    if (isOpen(windows, then) === (to === "open")) return then;
  }
  return undefined;
}

/** Refuses to touch anything outside of the windows, unless that is wanted. */
export function refuseOutsideWindow(
  windows: readonly MaintenanceWindow[],
  at: Date,
  anyTime: boolean,
): readonly RolloutProblem[] {
  if (anyTime || isOpen(windows, at)) return [];
  const opens = nextChange(windows, at, "open");
  const when = opens === undefined ? "" : `; the next one opens at ${localWords(opens, windows)}`;
  return [
    problem(
      "outside-window",
      "",
      `it is ${localWords(at, windows)}, and no maintenance window of machines.ts is open${when}`,
      "Run the same command then; --any-time does it now",
    ),
  ];
}

/** What it means that the windows have closed while a run was under way. */
export function windowClosed(): RolloutProblem {
  return problem(
    "window-closed",
    "",
    "the maintenance window has closed: no further node was begun",
    "Run the same command in the next one, or now with --any-time",
  );
}

/** In a window's own time zone, where they are all of one. */
function localWords(at: Date, windows: readonly MaintenanceWindow[]): string {
  const zones = new Set(windows.map(({ timeZone }) => timeZone));
  const [zone = "UTC"] = zones;
  const timeZone = zones.size === 1 ? zone : "UTC";
  const { day, date, hour, minute } = partsOf(at, timeZone);
  return `${day} ${date} ${hour}:${minute} ${timeZone}`;
}

function isOpenAt({ days, from, to, timeZone }: MaintenanceWindow, at: Date): boolean {
  const { day, hour, minute } = partsOf(at, timeZone);
  const now = Number(hour) * 60 + Number(minute);
  const index = WEEKDAYS.findIndex((one) => day.startsWith(one));
  const today = WEEKDAYS[index];
  const yesterday = WEEKDAYS[(index + 6) % 7];
  const opensOn = (one: typeof today) => one !== undefined && days.includes(one);
  if (from < to) return opensOn(today) && from <= now && now < to;
  return (opensOn(today) && now >= from) || (opensOn(yesterday) && now < to);
}

/** What clocks show in a time zone: formatters are made once, since that takes longer than to use them. */
function partsOf(at: Date, timeZone: string): Readonly<Record<"day" | "date" | "hour" | "minute", string>> {
  const format = FORMATS.get(timeZone) ?? formatOf(timeZone);
  FORMATS.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const { weekday = "", year, month, day, hour = "", minute = "" } = parts;
  return { day: weekday, date: `${year}-${month}-${day}`, hour, minute };
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}
