import { describe, expect, test } from "vitest";
import type { InstalledObservation } from "../observe/observation.ts";
import { testCluster, testDesired, testInstalled, testPath } from "../testing/observations.ts";
import { verify, verifyStaged } from "./verify.ts";

const [desired] = testDesired(testCluster());
if (desired === undefined) throw new Error("no node");
const { closure, fingerprint, secrets } = desired;
const step = { kind: "verify", node: desired.node.name, closure, fingerprint, secrets } as const;

describe("verify", () => {
  test.each<[Partial<InstalledObservation>, string]>([
    [{}, "as-planned"],
    [{ activation: "running", currentSystem: testPath("old") }, "not-over"],
    [{ activation: "failed" }, "activation-failed"],
    [{ currentSystem: testPath("old") }, "verify-system"],
    [{ profile: undefined }, "verify-system"],
    [{ fingerprint: "e".repeat(64) }, "verify-fingerprint"],
    [{ secrets: {} }, "verify-secrets"],
    [{ secrets: { ...testInstalled(desired).secrets, "more.key": "0".repeat(64) } }, "verify-secrets"],
  ])("%j: %s", (changes, expected) => {
    const verdict = verify(step, testInstalled(desired, changes));
    expect(verdict.kind === "wrong" ? verdict.problem.code : verdict.kind).toBe(expected);
    if (verdict.kind === "wrong") expect(JSON.stringify(verdict)).not.toContain("b".repeat(64));
  });

  test("a machine with another key is not the one that was installed", () => {
    expect(verify(step, { kind: "bare", node: step.node, reason: "foreign-host-key" })).toMatchObject({
      problem: { code: "verify-identity" },
    });
  });
});

describe("what arrived", () => {
  const line = (digest: string, file: string) => `${digest}  ./${file}\n`;
  const right = line("a".repeat(64), "a.crt") + line("b".repeat(64), "a.key");
  test.each([
    ["as sent", right, undefined],
    ["a file short", line("a".repeat(64), "a.crt"), "a.key"],
    ["altered", line("a".repeat(64), "a.crt") + line("c".repeat(64), "a.key"), "a.key"],
    ["with one more", right + line("c".repeat(64), "x"), "x"],
    ["not at all", "", "a.crt, a.key"],
  ])("%s", (_, stdout, named) => {
    const problem = verifyStaged("node1", secrets, stdout);
    expect(problem?.message.split(": ").at(-1)).toBe(named);
  });
});
