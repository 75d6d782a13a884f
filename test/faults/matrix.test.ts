import { expect, test } from "vitest";
import { CELLS, FAULT_NAMES, isOfPods, MOMENTS, nameOf, reboots } from "./matrix.ts";

test("every step and every fault has its cells, each once", () => {
  const names = CELLS.map(nameOf);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(CELLS.map(({ moment }) => moment))).toEqual(new Set(MOMENTS));
  expect(new Set(CELLS.map(({ fault }) => fault))).toEqual(new Set(FAULT_NAMES));
});

test("budgets hold nobody where nobody is drained", () => {
  expect(CELLS.filter(({ moment, fault }) => isOfPods(fault) && !reboots(moment))).toEqual([]);
  expect(CELLS.map(nameOf)).toContain("drain/budget-late");
});
