import { describe, expect, test } from "vitest";
import { dryRun } from "./dry-run.ts";
import { testCluster, testDesired } from "./testing/observations.ts";
import { TEST_SETTINGS } from "./testing/steps.ts";

const cluster = testCluster();
const targets = testDesired(cluster).filter(({ node }) => ["db1", "worker1"].includes(node.name));

describe("a dry run", () => {
  test("prints the look at the machines, and both branches with their labels", () => {
    const lines = dryRun(cluster, targets, ["installed", "bare"], TEST_SETTINGS);
    expect(lines.every((line) => !line.includes("\n"))).toBe(true);
    expect(lines.filter((line) => line.startsWith("# ") && !line.startsWith("#  "))).toMatchSnapshot();
    expect(lines.filter((line) => line.startsWith("nixos-anywhere"))).toHaveLength(2);
    expect(lines.filter((line) => line.includes("switch-to-configuration"))).toHaveLength(2);
  });

  test.each([
    ["installed", 0, 2],
    ["bare", 2, 0],
  ] as const)("prints the branch %s alone where that is assumed", (assumption, installs, switches) => {
    const lines = dryRun(cluster, targets, [assumption], TEST_SETTINGS);
    expect(lines.filter((line) => line.startsWith("nixos-anywhere"))).toHaveLength(installs);
    expect(lines.filter((line) => line.includes("switch-to-configuration"))).toHaveLength(switches);
  });

  test("gives every command a comment that names its node", () => {
    const lines = dryRun(cluster, targets, ["installed", "bare"], TEST_SETTINGS);
    lines.forEach((line, index) => {
      if (!line.startsWith("#")) expect(lines[index - 1]).toMatch(/^# (here|db1|worker1): /);
    });
  });
});
