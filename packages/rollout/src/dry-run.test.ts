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
    expect(lines.filter((line) => line.includes("--unit=quorate-switch"))).toHaveLength(2);
  });

  test.each([
    ["installed", 0, 2],
    ["bare", 2, 0],
  ] as const)("prints the branch %s alone where that is assumed", (assumption, installs, switches) => {
    const lines = dryRun(cluster, targets, [assumption], TEST_SETTINGS);
    expect(lines.filter((line) => line.startsWith("nixos-anywhere"))).toHaveLength(installs);
    expect(lines.filter((line) => line.includes("--unit=quorate-switch"))).toHaveLength(switches);
  });

  test("of one member and one worker, line by line", async () => {
    const settings = { ...TEST_SETTINGS, certificates: "/home/me/certs", flake: "/home/me/cluster" };
    const text = dryRun(cluster, targets, ["installed", "bare"], settings).join("\n");
    await expect(`${text}\n`).toMatchFileSnapshot("__snapshots__/dry-run.sh");
  });

  test("takes members for running ones, and so one at a time", () => {
    const all = dryRun(cluster, testDesired(cluster), ["installed"], TEST_SETTINGS);
    expect(all.filter((line) => line.startsWith("# at the same time"))).toEqual([]);
    expect(all.filter((line) => line.endsWith(": activate"))).toEqual(
      ["db1", "db2", "master1", "master2", "worker1"].map((name) => `# ${name}: activate`),
    );
  });

  test("gives every command a comment that names its node", () => {
    const lines = dryRun(cluster, targets, ["installed", "bare"], TEST_SETTINGS);
    lines.forEach((line, index) => {
      if (!line.startsWith("#"))
        expect(lines[index - 1]).toMatch(/^# (here|db1|db2|master1|master2|worker1): /);
    });
  });
});
