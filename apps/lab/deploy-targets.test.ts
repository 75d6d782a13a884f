import { expect, test } from "vitest";
import { targetsAmong } from "./deploy-targets.ts";

test.each([
  [["node4"], ["node4"]],
  [["node1", "node5", "--yes"], ["node5"]],
  [["--yes", "node4"], ["node4"]],
  [["--all"], ["node4", "node5"]],
  [["--all", "--dry-run"], []],
  [["node1"], []],
  [["node1", "--certs", "node4"], []],
  [["node1", "--certs=node4"], []],
  [[], []],
] as const)("of node4 and node5 %j means %j", (words, targets) => {
  expect(targetsAmong(["node4", "node5"], words)).toEqual(targets);
});
