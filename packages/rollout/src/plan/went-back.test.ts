import { expect, test } from "vitest";
import { answersOf } from "../observe/answers.ts";
import { watchdog } from "../observe/host/watchdog.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { testCluster, testDesired, testInstalled, testPath } from "../testing/observations.ts";
import { tellWentBack } from "./went-back.ts";

const [desired] = testDesired(testCluster());
if (desired === undefined) throw new Error("no node");
const { name } = desired.node;
const seen = (...lines: readonly string[]) =>
  testInstalled(desired, { facts: { ...NO_FACTS, watchdog: watchdog.read(answersOf(lines)) } });
const went = [
  `went-back-from=${testPath("new")}`,
  `went-back-to=${testPath("old")}`,
  "went-back-at=1790000000",
];

test.each([
  [
    "silence",
    `by itself at 2026-09-21 14:13 UTC, from ${testPath("new")} to ${testPath("old")}: nobody confirmed`,
  ],
  [
    "asked",
    `at 2026-09-21 14:13 UTC, from ${testPath("new")} to ${testPath("old")}: the deployment of it failed`,
  ],
  [
    "rollback",
    `at 2026-09-21 14:13 UTC, from ${testPath("new")} to ${testPath("old")}: somebody asked for it (\`quorate rollback\`)`,
  ],
])("a node that went back (%s) is told of, and why", (because, words) => {
  const [problem, ...others] = tellWentBack([name], [seen(...went, `went-back-because=${because}`)]);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: "went-back", severity: "warning", where: name });
  expect(problem?.message).toContain(`${name} went back ${words}`);
});

test.each([
  ["did not", seen()],
  ["says so by half", seen("went-back-to=/nix/store/", "went-back-at=1")],
  ["waits to", seen("watchdog=armed")],
])("one that %s is not", (_, observation) => {
  expect(tellWentBack([name], [observation])).toEqual([]);
});
