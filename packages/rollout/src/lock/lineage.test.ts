import { expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { NO_LOCK } from "./holder.ts";
import {
  commitCommand,
  deployedLast,
  judgeLineage,
  lineageCommand,
  readCommit,
  readLineage,
} from "./lineage.ts";

const one = "1".repeat(40);
const two = "2".repeat(40);
const deployed = { run: "r1", by: "root@ops1", command: "deploy --all", since: 0, identity: "", commit: one };
const output = (stdout: string, code = 0) => ({ code, stdout, stderr: "" });

test("the latest run that tells its commit counts, whatever became of it", () => {
  const targets = testDesired(testCluster());
  const lock = (since: number, commit?: string) => ({
    ...NO_LOCK,
    state: "released" as const,
    holder: { run: "r", by: "me", command: "deploy", since, identity: "", ...(commit && { commit }) },
  });
  const seen = (locks: readonly (typeof NO_LOCK)[]) =>
    locks.flatMap((one, index) => {
      const target = targets[index];
      return target === undefined ? [] : [testInstalled(target, { facts: { ...NO_FACTS, lock: one } })];
    });
  expect(deployedLast(seen([lock(1, one), lock(2, two), lock(3)]))?.commit).toBe(two);
  expect(deployedLast(seen([lock(1), NO_LOCK]))).toBeUndefined();
  // It becomes a word of a command.
  expect(deployedLast(seen([lock(1, "--all")]))).toBeUndefined();
});

test.each([
  ["0\t0\n", "contains"],
  ["4\t0\n", "contains"],
  ["0\t1\n", "older"],
  ["3\t1\n", "apart"],
  ["", "unknown"],
] as const)("%j is %s", (stdout, lineage) => {
  expect(readLineage(output(stdout))).toBe(lineage);
  expect(readLineage(output(stdout, 128))).toBe("unknown");
});

test("git is asked in the flake's folder, and a commit is one", () => {
  expect(commitCommand({ flake: "/flake" }).argv.slice(0, 3)).toEqual(["git", "-C", "/flake"]);
  expect(lineageCommand({ flake: "/flake" }, one).argv).toContain(`HEAD...${one}`);
  expect(readCommit(output(`${one}\n`))).toBe(one);
  expect(readCommit(output("", 128))).toBeUndefined();
  expect(readCommit(output("HEAD\n"))).toBeUndefined();
});

test("what is older, or may be, is refused unless that is wanted; what is apart is told", () => {
  expect(judgeLineage(deployed, "contains", false)).toEqual([]);
  expect(judgeLineage(deployed, "older", false)).toMatchObject([
    {
      code: "configuration-older",
      message:
        "what is checked out is older than commit 111111111111, which root@ops1 deployed last (1970-01-01 00:00 UTC)",
    },
  ]);
  expect(judgeLineage(deployed, "unknown", false)).toMatchObject([{ code: "configuration-older" }]);
  expect(judgeLineage(deployed, "apart", false)).toMatchObject([{ severity: "warning" }]);
  for (const lineage of ["older", "apart", "unknown"] as const) {
    expect(judgeLineage(deployed, lineage, true)).toEqual([]);
  }
});
