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

const codeOf = (judgement: Judgement) => ("problem" in judgement ? judgement.problem.code : judgement.kind);

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
    [{ secrets: { ...testInstalled(desired).secrets, "more.key": "0".repeat(64) } }, "done", "done"],
    [{ secrets: { ...testInstalled(desired).secrets, "a.key": "0".repeat(64) } }, "failed", "verify-secrets"],
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

  test("says what is wrong, and what to do about it", () => {
    const told = [
      { activation: "running" as const },
      { activation: "failed" as const },
      { currentSystem: testPath("old") },
      { fingerprint: "e".repeat(64) },
      { secrets: {} },
    ].map((changes) => {
      const judgement = verifyObservation(step, testInstalled(desired, changes));
      return "problem" in judgement ? [judgement.problem.message, judgement.problem.hint] : judgement.kind;
    });
    expect(told).toMatchInlineSnapshot(`
      [
        [
          "the activation on db1 does not come to an end",
          "It is left alone: on the machine, systemctl status quorate-switch shows what it waits for",
        ],
        [
          "db1 ended its activation with an error",
          "On the machine: systemctl status quorate-switch; systemctl --failed",
        ],
        [
          "db1 runs /nix/store/00000000000000000000000000000000-old, boots /nix/store/00000000000000000000000000000000-db1-new, and not /nix/store/00000000000000000000000000000000-db1-new",
          "On the machine: journalctl -u quorate-switch; then run the same command again",
        ],
        [
          "db1 runs the closure that was built, but its fingerprint is not that of nix/generated",
          "The flake was built from other files: run \`quorate generate\`, and commit nix/generated",
        ],
        [
          "db1 does not hold the certificates and keys that were sent: a.crt, a.key",
          "Run the same command again; if it stays, something else on the machine writes to its secrets folder",
        ],
      ]
    `);
    expect(verifyObservation(step, { kind: "bare", node: step.node, reason: "not-nixos" })).toMatchObject({
      problem: { message: `${step.node} is not the machine that was installed`, hint: "Look at its console" },
    });
  });

  test("names what runs, what boots and which files differ", () => {
    const message = (changes: Partial<InstalledObservation>) => {
      const judgement = verifyObservation(step, testInstalled(desired, changes));
      return "problem" in judgement ? judgement.problem.message : "";
    };
    expect(message({ currentSystem: undefined, profile: undefined })).toBe(
      `${step.node} runs no system, boots none, and not ${closure}`,
    );
    expect(message({ profile: testPath("old") })).toContain(`runs ${closure}, boots ${testPath("old")}`);
    expect(message({ secrets: { "z.key": "0".repeat(64) } })).toMatch(/: a\.crt, a\.key$/);
  });
});
