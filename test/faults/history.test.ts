import { expect, test } from "vitest";
import { type Answered, acknowledged, longestGap, readHistory } from "./history.ts";

const at = (at: number, ok: boolean, kind: Answered["kind"] = "write"): Answered => ({
  at,
  ok,
  kind,
  name: `k${at}`,
});

test.each([
  ["nothing was asked", [], 0],
  ["all went well", [at(0, true), at(100, true), at(210, true)], 110],
  ["some failed", [at(0, true), at(100, false), at(900, false), at(1000, true)], 1000],
  ["the end is missing", [at(0, true), at(100, true), at(700, false)], 600],
  ["nothing went well", [at(0, false), at(500, false)], 500],
  ["another kind did", [at(0, true), at(400, true, "read"), at(500, true)], 500],
])("the longest gap where %s", (_, history, gap) => {
  expect(longestGap(history, "write")).toBe(gap);
});

test("what was acknowledged is what was written and answered well", () => {
  const history = [at(1, true), at(2, false), at(3, true, "read")];
  expect(acknowledged(history)).toEqual(["k1"]);
  const text = `${history.map((one) => JSON.stringify(one)).join("\n")}\n{"at":4,"ki`;
  expect(readHistory(text)).toEqual(history);
});
