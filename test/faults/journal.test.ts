import type { JournalEntry } from "@quorate/rollout";
import { expect, test } from "vitest";
import { firstAt, hasEnded, timesOf, touchedAfterFailure } from "./journal.ts";

const began: JournalEntry = {
  run: "r",
  at: 0,
  what: "run-began",
  nodes: [],
  by: "",
  command: "",
  certificates: "",
};
const step = (
  what: "step-began" | "step-ended",
  node: string,
  kind: "switch" | "verify" | "gate-before",
  at = 0,
  ended: "done" | "part-not-well" = "done",
): JournalEntry => {
  const noted = { run: "r", at, node: node as never, step: kind, part: "steps" } as const;
  return what === "step-began" ? { ...noted, what } : { ...noted, what, ended };
};

test("only the latest run counts", () => {
  const entries = [
    began,
    step("step-began", "node1", "switch"),
    began,
    step("step-began", "node2", "switch"),
  ];
  expect(firstAt(entries, "switch")).toBe("node2");
  expect(firstAt(entries, "verify")).toBeUndefined();
  expect(firstAt([], "switch")).toBeUndefined();
});

test("a run that was killed has no end of its own, whatever those before it had", () => {
  const ended: JournalEntry = { run: "r", at: 1, what: "run-ended" };
  expect(hasEnded([began, ended])).toBe(true);
  expect(hasEnded([began, ended, began, step("step-began", "node1", "switch")])).toBe(false);
});

test("who is touched after another has failed is told, and who is only asked is not", () => {
  const failed = step("step-ended", "node1", "verify", 0, "part-not-well");
  expect(touchedAfterFailure([began, step("step-began", "node1", "switch"), failed])).toEqual([]);
  expect(touchedAfterFailure([began, failed, step("step-began", "node2", "gate-before")])).toEqual([]);
  expect(touchedAfterFailure([began, failed, step("step-began", "node1", "switch")])).toEqual([]);
  expect(touchedAfterFailure([began, failed, step("step-began", "node2", "switch")])).toEqual(["node2"]);
});

test("times are summed over nodes, and what did not end has none", () => {
  const entries = [
    began,
    step("step-began", "node1", "switch", 10),
    step("step-ended", "node1", "switch", 15),
    step("step-began", "node2", "switch", 20),
    step("step-ended", "node2", "switch", 30),
    step("step-began", "node2", "verify", 31),
  ];
  expect(timesOf(entries)).toEqual({ switch: 15 });
});
