import { describe, expect, test } from "vitest";
import { PRODUCT } from "./deploy/product.ts";
import { findMutation, MUTATIONS, UNSEEN } from "./mutation.ts";
import { play } from "./play.ts";
import { scheduleOf } from "./schedule.ts";

/** Seeds among which the absence of a guard has to be seen. */
const SEEDS = 60_000;

describe("a guard that is switched off is found", () => {
  test.each(MUTATIONS.map((mutation) => [mutation.guard, mutation] as const))("%s", (_, mutation) => {
    expect(findMutation(PRODUCT, mutation, SEEDS)).toBeDefined();
  });
});

/** Codes that a deployment is refused with, and that are no guard: nothing could be done without what they miss. */
const NO_GUARDS = ["host-unreachable", "ssh-denied", "ssh-refused", "ssh-failed"];

test("every code that deployments are refused with is switched off in turn, or is no guard", () => {
  const codes = new Set<string>();
  for (let seed = 1; seed <= 1_500; seed++) {
    for (const outcome of play(scheduleOf(seed)).outcomes) {
      if (outcome.kind === "refused") for (const code of outcome.codes) codes.add(code);
    }
  }
  const known = new Set([...MUTATIONS, ...UNSEEN].map(({ guard }) => guard));
  expect([...codes].filter((code) => !known.has(code) && !NO_GUARDS.includes(code))).toEqual([]);
  expect(codes.size).toBeGreaterThan(8);
});
