import { PRODUCT, type Product } from "./deploy/product.ts";
import { type Hole, holeOf } from "./holes.ts";
import { type Violation, violationsOf } from "./laws.ts";
import { type History, play } from "./play.ts";
import { type Schedule, scheduleOf } from "./schedule.ts";
import { shrink } from "./shrink.ts";
import { traceOf } from "./trace.ts";

/** What a number of schedules have shown. */
export interface Found {
  readonly schedules: number;
  /** Deployments, over all of them. */
  readonly deployments: number;
  readonly holes: ReadonlyMap<Hole, number>;
  /** The first that breaks a law where nobody knew of it: smallest, and in words. */
  readonly broken: Broken | undefined;
}

/** A schedule that breaks a law. */
export interface Broken {
  readonly seed: number;
  readonly law: Violation["law"];
  readonly trace: readonly string[];
}

/** Plays the schedules of `count` seeds from `first` on, until one breaks a law. */
export function search(first: number, count: number, product: Product = PRODUCT): Found {
  const holes = new Map<Hole, number>();
  let deployments = 0;
  for (let seed = first; seed < first + count; seed++) {
    const schedule = scheduleOf(seed);
    const history = play(schedule, product);
    deployments += history.outcomes.length;
    for (const violation of violationsOf(history)) {
      const hole = holeOf(history, violation);
      if (hole !== undefined) holes.set(hole, (holes.get(hole) ?? 0) + 1);
      else {
        const broken = { seed, law: violation.law, trace: smallestTrace(schedule, violation.law, product) };
        return { schedules: seed - first + 1, deployments, holes, broken };
      }
    }
  }
  return { schedules: count, deployments, holes, broken: undefined };
}

/** The first violation of a history that nobody knew of, of one law where that is said. */
export function unknownViolation(history: History, law?: Violation["law"]): Violation | undefined {
  return violationsOf(history).find(
    (violation) => (law === undefined || violation.law === law) && holeOf(history, violation) === undefined,
  );
}

/** The smallest schedule that breaks the same law, in words. */
export function smallestTrace(
  schedule: Schedule,
  law: Violation["law"],
  product: Product = PRODUCT,
): readonly string[] {
  const smallest = shrink(schedule, (smaller) => unknownViolation(play(smaller, product), law) !== undefined);
  const history = play(smallest, product);
  return traceOf(history, unknownViolation(history, law));
}
