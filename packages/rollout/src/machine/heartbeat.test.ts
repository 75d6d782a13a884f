import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import type { Lane, Stage } from "../plan/stage.ts";
import type { Step } from "../step/step.ts";
import { goodOutput } from "../testing/outputs.ts";
import { play } from "../testing/play.ts";
import { TEST_STEPS } from "../testing/steps.ts";
import { heartbeatAt } from "./heartbeat.ts";

const node = "node1" as HostName;
const arm = { ...TEST_STEPS["arm-watchdog"], node, seconds: 300 };
const of = (...kinds: readonly Step["kind"][]): readonly Step[] =>
  kinds.map((kind): Step => (kind === "arm-watchdog" ? arm : { ...TEST_STEPS[kind], node }));
const lane = (...kinds: readonly Step["kind"][]): Lane => ({ node, steps: of(...kinds) });
const whole = lane(
  "gate-before",
  "arm-watchdog",
  "switch",
  "end-connection",
  "wait-for-ssh",
  "return-vip",
  "verify",
  "member-promote",
  "gate-after",
  "check",
  "confirm",
  "uncordon",
);
const beats = ({ steps }: Lane) =>
  steps.flatMap(({ kind }, step) =>
    heartbeatAt({ node, steps }, { part: "steps", step }) === undefined ? [] : [kind],
  );

describe("a watchdog is given a word", () => {
  test("from the first new connection after the activation until it is confirmed, and never before", () => {
    expect(beats(whole)).toEqual([
      "return-vip",
      "verify",
      "member-promote",
      "gate-after",
      "check",
      "confirm",
    ]);
    expect(beats(lane("arm-watchdog", "set-boot", "reboot", "wait-for-boot", "check"))).toEqual(["check"]);
  });

  test("by nothing that takes steps back", () => {
    const undo = [{ step: TEST_STEPS["go-back"], from: "arm-watchdog" as const }];
    expect(heartbeatAt({ ...whole, undo }, { part: "undo", step: 0 })).toBeUndefined();
  });

  test.each([
    ["there is none", lane("switch", "wait-for-ssh", "check")],
    ["it is stood down", lane("arm-watchdog", "switch", "wait-for-ssh", "disarm-watchdog", "check")],
    [
      "it never goes back by itself",
      { node, steps: [{ ...arm, never: "encryption" as const }, ...of("wait-for-ssh", "check")] },
    ],
  ])("by nothing where %s", (_, { steps }) => {
    expect(heartbeatAt({ node, steps }, { part: "steps", step: steps.length - 1 })).toBeUndefined();
  });

  test.each([
    [10, 2.5],
    [60, 15],
    [300, 30],
    [3600, 30],
  ])("several times within %d s", (seconds, expected) => {
    const steps = [{ ...arm, seconds }, ...of("wait-for-ssh", "check")];
    expect(heartbeatAt({ node, steps }, { part: "steps", step: 2 })).toBe(expected);
  });
});

describe("a machine that is dead after its activation", () => {
  const silent = { code: 255, stdout: "", stderr: "ssh: connect: Connection timed out" };
  /** Seconds from the first question after the activation to the end, and how it ends. */
  const waited = (back: number, ...kinds: readonly Step["kind"][]) => {
    const stage: Stage = {
      kind: "activate",
      lanes: [
        {
          ...lane("arm-watchdog", "switch", ...kinds, "confirm"),
          undo: [{ step: { kind: "go-back", node, seconds: back }, from: "arm-watchdog", until: "confirm" }],
        },
      ],
    };
    const { state, notes } = play(
      { unchanged: [], stages: [stage] },
      {
        answer: (step) => (kinds.includes(step.kind) || step.kind === "go-back" ? silent : goodOutput(step)),
      },
    );
    const began = notes.find((note) => note.what === "step-began" && note.step === kinds[0])?.at ?? 0;
    return [state.problems.map(({ code }) => code).join(), ((notes.at(-1)?.at ?? 0) - began) / 1000] as const;
  };

  test("is waited for as long as its watchdog and a boot take, and no longer", () => {
    const [codes, seconds] = waited(300, "wait-for-ssh");
    expect(codes).toBe("no-way-in,go-back-unseen");
    expect(seconds).toBeGreaterThanOrEqual(600);
    expect(seconds).toBeLessThan(640);
  });

  test("is not waited for anew where it was rebooted, and given its time for that", () => {
    const [codes, seconds] = waited(300, "wait-for-boot");
    expect(codes).toBe("reboot-timed-out,go-back-unseen");
    expect(seconds).toBeGreaterThanOrEqual(TEST_STEPS["wait-for-boot"].timeoutSeconds);
    expect(seconds).toBeLessThan(Math.max(600, TEST_STEPS["wait-for-boot"].timeoutSeconds) + 40);
  });
});
