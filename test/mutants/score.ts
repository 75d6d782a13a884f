import type { Mutant, Status } from "./report.ts";

/** The least share of a room's mutants that tests have to kill, in percent. */
export const THRESHOLD = 85;

/** A room's mutants, counted. */
export interface Score {
  readonly killed: number;
  readonly timeout: number;
  readonly survived: number;
  readonly noCoverage: number;
  /** Those that the kept list names: in no other number here. */
  readonly equivalent: number;
  /** The share of killed ones (and of those that ran out of time) in percent; 100 without any mutants. */
  readonly percent: number;
}

/** Counts. A mutant that could not be run at all (an error before any test) says nothing, and is not counted. */
export function scoreOf(counted: readonly Mutant[], equivalent: readonly Mutant[]): Score {
  const count = (wanted: Status) => counted.filter(({ status }) => status === wanted).length;
  const [killed, timeout, survived, noCoverage] = [
    count("Killed"),
    count("Timeout"),
    count("Survived"),
    count("NoCoverage"),
  ];
  const all = killed + timeout + survived + noCoverage;
  return {
    killed,
    timeout,
    survived,
    noCoverage,
    equivalent: equivalent.length,
    percent: all === 0 ? 100 : ((killed + timeout) / all) * 100,
  };
}

/** Whether a room falls short. */
export function fallsShort({ percent }: Score): boolean {
  return percent < THRESHOLD;
}
