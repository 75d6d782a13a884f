import type { Answers } from "../answers.ts";
import { type Known, known, unknown } from "../known.ts";

/** By how much a host's clock is ahead of the operator's, in seconds: somewhere in between. */
export interface ClockOffset {
  readonly least: number;
  readonly most: number;
}

/** When a question was sent and its answer there, in milliseconds since 1970 by the operator's clock. */
export interface RoundTrip {
  readonly sent: number;
  readonly received: number;
}

const NOW = "$(date +%s%N)";

/** The first line of an answer: when the host began with it. */
export const CLOCK_BEGIN = `echo "clock-begin=${NOW}"`;

/** The last line of an answer. */
export const CLOCK_END = `echo "clock-end=${NOW}"`;

/**
 * What the two times that a host has told say of its clock, between the two of the operator's: it began after it was
 * asked, and it ended before the answer was there.
 */
export function readClock({ last }: Answers, trip: RoundTrip | undefined): Known<ClockOffset> {
  const begin = secondsOf(last("clock-begin"));
  const end = secondsOf(last("clock-end"));
  if (trip === undefined) return unknown("nobody took the time");
  if (begin === undefined || end === undefined) return unknown("the host did not tell the time");
  return known({ least: end - trip.received / 1000, most: begin - trip.sent / 1000 });
}

/** By how much a clock is off at least, whatever the way there and back took. */
export function surelyOff({ least, most }: ClockOffset): number {
  if (least > 0) return least;
  return most < 0 ? -most : 0;
}

/** By how much two hosts' clocks differ at least. */
export function surelyApart(one: ClockOffset, other: ClockOffset): number {
  return Math.max(0, one.least - other.most, other.least - one.most);
}

/** The tighter of two looks at the same clock. */
export function closerLook(one: ClockOffset, other: ClockOffset): ClockOffset {
  return { least: Math.max(one.least, other.least), most: Math.min(one.most, other.most) };
}

/** A busybox says only whole seconds, and `N` behind them. */
function secondsOf(text: string): number | undefined {
  return /^\d{19}$/.test(text) ? Number(text) / 1e9 : undefined;
}
