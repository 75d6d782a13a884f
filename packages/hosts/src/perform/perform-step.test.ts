import type { HostName } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import { deployPaths, parseStorePath, type Step } from "@quorate/rollout";
import { describe, expect, test } from "vitest";
import { createPerformer } from "./perform-step.ts";

const node = "node1" as HostName;
const closure = parseStorePath(`/nix/store/${"0".repeat(32)}-system`);
if (closure === undefined) throw new Error("not a store path");
const paths = deployPaths(
  { certificates: "/certs", flake: "/flake", flakeArguments: [], nixArguments: [] },
  "/tmp/q",
);
const secret = { file: "a.key", owner: "root", mode: "0600", digest: "b".repeat(64) } as const;

const steps = {
  copy: { kind: "copy-closure", node, closure },
  layOut: { kind: "stage-installation", node, files: [secret] },
  put: { kind: "put-secrets", node, files: [secret], remove: [] },
  switch: { kind: "switch", node, closure, because: "differs" },
  wait: { kind: "wait-for-ssh", node, after: "installation", timeoutSeconds: 60 },
  verify: { kind: "verify", node, distribution: "kubernetes", closure, fingerprint: "f", secrets: [secret] },
} satisfies { readonly [name: string]: Step };

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
async function perform(step: Step, outputs: readonly CommandOutput[]) {
  const commands: Command[] = [];
  const result = await createPerformer(
    async (command) => {
      commands.push(command);
      return outputs[Math.min(commands.length, outputs.length) - 1] ?? output(undefined);
    },
    { paths, pauses: { shortest: 1, longest: 2 } },
  )(step);
  return { result: result.kind === "done" ? "done" : result.problem.code, calls: commands.length, commands };
}

describe("a step", () => {
  test.each<[string, Step, readonly CommandOutput[], string, number]>([
    ["that goes well", steps.copy, [output(0)], "done", 1],
    ["that fails", steps.copy, [output(1)], "copy-closure-failed", 1],
    ["of several commands", steps.layOut, [output(0)], "done", 3],
    ["whose first command fails", steps.layOut, [output(1)], "stage-installation-failed", 1],
    ["whose second fails", steps.layOut, [output(0), output(1)], "stage-installation-failed", 2],
    ["whose last fails", steps.layOut, [output(0), output(0), output(1)], "stage-installation-failed", 3],
    ["whose host went away", steps.put, [output(255, "", "Connection refused")], "ssh-refused", 1],
    ["that loses its connection while it switches", steps.switch, [output(255)], "done", 1],
    ["that waits for a boot", steps.wait, [output(255), output(255), output(0)], "done", 3],
    [
      "that verifies while the switch goes on",
      steps.verify,
      [answer("active"), answer("inactive")],
      "done",
      2,
    ],
    ["that verifies a failed switch", steps.verify, [answer("failed")], "activation-failed", 1],
  ])("%s", async (_, step, outputs, expected, calls) => {
    expect(await perform(step, outputs)).toMatchObject({ result: expected, calls });
  });

  test("that waits longer than it may tells the latest reason", async () => {
    const step: Step = { ...steps.wait, timeoutSeconds: 0.05 };
    const { result, calls } = await perform(step, [
      output(255, "", "Connection refused"),
      output(255, "", "Connection timed out"),
    ]);
    expect(result).toBe("host-unreachable");
    expect(calls).toBeGreaterThan(1);
  });

  test("runs its commands in their order", async () => {
    const { commands } = await perform(steps.layOut, [output(0)]);
    expect(commands.map(({ argv }) => argv.slice(0, 4).join(" "))).toEqual([
      "install -d -m 0755",
      "install -d -m 0711",
      "install -m 0600 -t",
    ]);
  });
});
