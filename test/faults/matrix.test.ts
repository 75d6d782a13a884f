import { expect, test } from "vitest";
import { CELLS, FAULT_NAMES, heldWhen, isOfPods, MOMENTS, nameOf, reboots } from "./matrix.ts";

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

test("pods are held from the beginning only where the first node is yet to be left by them", () => {
  const held = (when: string | undefined) =>
    CELLS.filter((cell) => isOfPods(cell.fault) && heldWhen(cell) === when)
      .map(nameOf)
      .sort();
  expect(held("before")).toEqual([
    "cordon/budget-held",
    "cordon/budget-late",
    "drain/budget-held",
    "drain/budget-late",
  ]);
  expect(held("then")).toEqual([
    "reboot/budget-held",
    "reboot/budget-late",
    "uncordon/budget-held",
    "uncordon/budget-late",
    "wait-for-boot/budget-held",
    "wait-for-boot/budget-late",
  ]);
  expect(held(undefined).every((name) => name.endsWith("/budget-never"))).toBe(true);
});
