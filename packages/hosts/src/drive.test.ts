import type { HostName } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import {
  deployPaths,
  type JournalEntry,
  type Plan,
  parseStorePath,
  type Step,
  start,
} from "@quorate/rollout";
import { describe, expect, test } from "vitest";
import { now } from "./clock.ts";
import { drive } from "./drive.ts";
import { runStep } from "./run-step.ts";

const node = "node1" as HostName;
const closure = parseStorePath(`/nix/store/${"0".repeat(32)}-system`);
if (closure === undefined) throw new Error("not a store path");
const paths = deployPaths(
  { certificates: "/certs", flake: "/flake", flakeArguments: [], nixArguments: [] },
  "/tmp/q",
);
const origin = { run: "r", by: "me@here", command: "deploy --all", certificates: "/certs" };
const secret = { file: "a.key", owner: "root", mode: "0600", digest: "b".repeat(64) } as const;

const steps = {
  copy: { kind: "copy-closure", node, closure },
  layOut: { kind: "stage-installation", node, files: [secret] },
  put: { kind: "put-secrets", node, files: [secret], readers: [] },
  switch: { kind: "switch", node, closure, because: "differs", others: undefined },
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

/**
 * Drives a rollout of one step in a world whose commands end as listed, the last one again and again; by its clock each
 * takes so long.
 */
async function perform(step: Step, outputs: readonly CommandOutput[], secondsEach = 0) {
  const commands: Command[] = [];
  const clock = () => now() + commands.length * secondsEach * 1000;
  const notes: JournalEntry["what"][] = [];
  const run = async (command: Command) => {
    commands.push(command);
    return outputs[Math.min(commands.length, outputs.length) - 1] ?? output(undefined);
  };
  const plan: Plan = { unchanged: [], stages: [{ kind: "activate", lanes: [{ node, steps: [step] }] }] };
  const settings = { ...origin, pauses: { shortest: 1, longest: 2 } };
  const { over } = drive(start(plan, settings, clock()), {
    run: (effect) => runStep(run, paths, effect),
    note: ({ what }) => notes.push(what),
    say: () => {},
    now: clock,
  });
  const { problems } = await over;
  return { result: problems[0]?.code ?? "done", calls: commands.length, commands, notes };
}

describe("a step", () => {
  test.each<[string, Step, readonly CommandOutput[], string, number]>([
    ["that goes well", steps.copy, [output(0)], "done", 2],
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
    const refused = output(255, "", "Connection refused");
    const { result, calls } = await perform(
      { ...steps.wait, timeoutSeconds: 1_000 },
      [refused, output(255, "", "Connection timed out")],
      600,
    );
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

test("is in the journal before it runs, and when it has ended", async () => {
  const { notes } = await perform(steps.copy, [output(0)]);
  expect(notes).toEqual(["run-began", "step-began", "step-ended", "run-ended"]);
});

describe("a rollout that is driven", () => {
  const plan: Plan = {
    unchanged: [],
    stages: [{ kind: "activate", lanes: [{ node, steps: [steps.wait, steps.copy] }] }],
  };
  const settings = { ...origin, pauses: { shortest: 60_000, longest: 60_000 } };
  const quiet = { note: () => {}, say: () => {}, now };

  test("ends while it waits, where the user asks to stop", async () => {
    let resolve = (): void => {};
    const looked = new Promise<void>((done) => {
      resolve = done;
    });
    const { over, interrupt } = drive(start(plan, settings, now()), {
      ...quiet,
      run: async () => {
        setImmediate(() => resolve());
        return [output(255)];
      },
    });
    await looked;
    interrupt();
    expect(await over).toMatchObject({ problems: [], nodes: { node1: { outcome: "interrupted" } } });
  });

  test("ends at once, where the user asks twice", async () => {
    const { over, interrupt } = drive(start(plan, settings, now()), {
      ...quiet,
      run: () => new Promise<never>(() => {}),
    });
    interrupt();
    interrupt();
    expect((await over).interruptions).toBe(2);
  });

  test("tells of a step that broke", async () => {
    const { over } = drive(start(plan, settings, now()), {
      ...quiet,
      run: () => Promise.reject(new Error("oh")),
    });
    expect((await over).problems).toMatchObject([{ code: "step-crashed", where: "node1" }]);
  });

  test("is over with what goes wrong where it is driven", async () => {
    const note = () => {
      throw new Error("no space left");
    };
    const { over } = drive(start(plan, settings, now()), { ...quiet, note, run: async () => [output(0)] });
    await expect(over).rejects.toThrow("no space left");
  });
});
