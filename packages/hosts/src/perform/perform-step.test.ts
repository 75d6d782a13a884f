import type { HostName, IpAddress } from "@quorate/cluster";
import type { CommandOutput } from "@quorate/command";
import { type DeployPaths, type NodeStep, parseStorePath } from "@quorate/rollout";
import { describe, expect, test } from "vitest";
import { createPerformer } from "./perform-step.ts";

const node = "node1" as HostName;
const closure = parseStorePath(`/nix/store/${"0".repeat(32)}-system`);
if (closure === undefined) throw new Error("not a store path");
const paths: DeployPaths = {
  sshConfig: "/tmp/q/ssh_config",
  certificates: "/certs",
  installations: "/tmp/q/installations",
  roots: "/tmp/q/roots",
  flake: "/flake",
  flakeArguments: [],
  nixArguments: [],
};
const pause = { shortest: 1, longest: 2 };
const secret = { file: "a.key", owner: "root", mode: "0600", digest: "b".repeat(64) } as const;

const steps = {
  copy: { kind: "copy-closure", node, closure },
  stage: { kind: "stage-secrets", node, files: [secret] },
  put: { kind: "put-secrets", node, files: [secret], remove: [] },
  switch: { kind: "switch", node, closure },
  install: { kind: "install", node, address: "10.0.0.1" as IpAddress, closure, diskoScript: closure },
  wait: { kind: "wait-for-ssh", node, timeoutSeconds: 60 },
  verify: { kind: "verify", node, closure, fingerprint: "f", secrets: [secret] },
} satisfies { readonly [name: string]: NodeStep };

const output = (code: number | undefined, stdout = "", stderr = ""): CommandOutput => ({
  code,
  stdout,
  stderr,
});
const answer = (activation: string, system = closure) =>
  output(
    0,
    [
      "quorate-probe=1",
      "nixos=yes",
      `current=${system}`,
      `profile=${system}`,
      "fingerprint=f",
      `activation=${activation}`,
      `secret=${secret.digest}  ./a.key`,
      "",
    ].join("\n"),
  );

/** Performs a step in a world whose commands end as listed, the last one again and again. */
async function perform(step: NodeStep, outputs: readonly CommandOutput[]) {
  let calls = 0;
  const result = await createPerformer(
    async () => outputs[Math.min(calls++, outputs.length - 1)] ?? output(undefined),
    { paths, pause },
  )(step);
  return { result: result.kind === "done" ? "done" : result.problem.code, calls, full: result };
}

describe("a step", () => {
  test.each<[string, NodeStep, readonly CommandOutput[], string, number]>([
    ["that goes well", steps.copy, [output(0)], "done", 1],
    ["that fails", steps.copy, [output(1)], "copy-closure-failed", 1],
    ["that is killed", steps.put, [output(undefined)], "put-secrets-failed", 1],
    ["whose host went away", steps.put, [output(255, "", "Connection refused")], "ssh-refused", 1],
    [
      "whose host is another",
      steps.put,
      [output(255, "", "Host key verification failed.")],
      "host-key-changed",
      1,
    ],
    [
      "of nixos-anywhere, which says 255 for its own reasons",
      steps.install,
      [output(255)],
      "install-failed",
      1,
    ],
    ["that sends secrets", steps.stage, [output(0, `${secret.digest}  ./a.key\n`)], "done", 1],
    ["that sends other secrets", steps.stage, [output(0, "")], "secrets-changed-on-the-way", 1],
    ["that sends none", steps.stage, [output(2)], "stage-secrets-failed", 1],
    ["that switches", steps.switch, [output(0)], "done", 1],
    [
      "that loses its connection while it switches: it goes on, verified later",
      steps.switch,
      [output(255)],
      "done",
      1,
    ],
    ["that switches with failed units", steps.switch, [output(4)], "switch-failed", 1],
    ["that waits too long for a switch", steps.switch, [output(undefined)], "switch-failed", 1],
    ["that waits for a boot", steps.wait, [output(255), output(255), output(0)], "done", 3],
    ["that verifies", steps.verify, [answer("inactive")], "done", 1],
    [
      "that verifies while the switch goes on",
      steps.verify,
      [answer("active"), answer("inactive")],
      "done",
      2,
    ],
    ["that verifies a failed switch", steps.verify, [answer("failed")], "activation-failed", 1],
    ["that verifies in vain", steps.verify, [output(255, "", "Connection refused")], "ssh-refused", 1],
  ])("%s", async (_, step, outputs, expected, calls) => {
    expect(await perform(step, outputs)).toMatchObject({ result: expected, calls });
  });

  test("that waits longer than it may tells the latest reason", async () => {
    const step: NodeStep = { ...steps.wait, timeoutSeconds: 0.05 };
    const { result, calls } = await perform(step, [output(255, "", "Connection timed out")]);
    expect(result).toBe("host-unreachable");
    expect(calls).toBeGreaterThan(1);
  });

  test("that fails has a hint, and a message without a secret's digest", async () => {
    for (const step of Object.values(steps)) {
      const { full } = await perform(
        { ...step, ...(step.kind === "wait-for-ssh" ? { timeoutSeconds: 0 } : {}) },
        [output(1, "", "what went wrong")],
      );
      expect(full).toMatchObject({
        kind: "failed",
        problem: { where: node, hint: expect.stringMatching(/.{10}/) },
      });
      expect(JSON.stringify(full)).not.toContain(secret.digest);
    }
  });
});
