import { describe, expect, test } from "vitest";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import { testCluster, testDesired, testInstalled, testPath } from "../testing/observations.ts";
import type { Judgement } from "./judgement.ts";
import { verifyObservation } from "./verify.ts";

const [desired] = testDesired(testCluster());
if (desired === undefined) throw new Error("no node");
const { distribution, closure, fingerprint, secrets } = desired;
const step = {
  kind: "verify",
  node: desired.node.name,
  distribution,
  closure,
  fingerprint,
  secrets,
} as const;

const codeOf = (judgement: Judgement) => (judgement.kind === "done" ? "done" : judgement.problem.code);

describe("a look after a step", () => {
  test.each<[Partial<InstalledObservation>, Judgement["kind"], string]>([
    [{}, "done", "done"],
    [{ activation: "running", currentSystem: testPath("old") }, "ask-again", "activation-timed-out"],
    [{ activation: "failed" }, "failed", "activation-failed"],
    [{ currentSystem: testPath("old") }, "failed", "verify-system"],
    [{ currentSystem: undefined }, "failed", "verify-system"],
    [{ profile: testPath("old") }, "failed", "verify-system"],
    [{ profile: undefined }, "failed", "verify-system"],
    [{ fingerprint: "e".repeat(64) }, "failed", "verify-fingerprint"],
    [{ secrets: {} }, "failed", "verify-secrets"],
    [
      { secrets: { ...testInstalled(desired).secrets, "more.key": "0".repeat(64) } },
      "failed",
      "verify-secrets",
    ],
  ])("%j: %s, %s", (changes, kind, code) => {
    const judgement = verifyObservation(step, testInstalled(desired, changes));
    expect([judgement.kind, codeOf(judgement)]).toEqual([kind, code]);
    expect(JSON.stringify(judgement)).not.toContain("b".repeat(64));
  });

  test.each<[string, Observation, string]>([
    [
      "a machine with another key is not the one that was installed",
      { kind: "bare", node: step.node, reason: "foreign-host-key" },
      "verify-identity",
    ],
    [
      "a machine that can't be reached is not verified",
      { kind: "unreachable", node: step.node, problem: problem("ssh-refused", step.node, "refused") },
      "ssh-refused",
    ],
  ])("%s", (_, observation, code) => {
    const judgement = verifyObservation(step, observation);
    expect([judgement.kind, codeOf(judgement)]).toEqual(["failed", code]);
  });

  test("names what runs, what boots and which files differ", () => {
    const message = (changes: Partial<InstalledObservation>) => {
      const judgement = verifyObservation(step, testInstalled(desired, changes));
      return judgement.kind === "done" ? "" : judgement.problem.message;
    };
    expect(message({ currentSystem: undefined, profile: undefined })).toBe(
      `${step.node} runs no system, boots none, and not ${closure}`,
    );
    expect(message({ profile: testPath("old") })).toContain(`runs ${closure}, boots ${testPath("old")}`);
    expect(message({ secrets: { "z.key": "0".repeat(64) } })).toMatch(/: a\.crt, a\.key, z\.key$/);
  });
});
