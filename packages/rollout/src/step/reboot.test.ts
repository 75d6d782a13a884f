import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { NO_API } from "../api/kubectl.ts";
import { testPath } from "../testing/observations.ts";
import { writeProgram } from "../testing/programs.ts";
import { TEST_PATHS, TEST_STEPS } from "../testing/steps.ts";
import { WATCHDOG_DIRECTORY } from "../watchdog/on-host.ts";
import type { Learned } from "./learned.ts";
import { commandsOfStep, judge } from "./step.ts";

const ONE = "11111111-1111-1111-1111-111111111111";
const OTHER = "22222222-2222-2222-2222-222222222222";
const asked = (learned: Learned) => ({ run: "test", certificates: "/certs", learned, at: 0 });
const said = (stdout: string, code = 0) => [{ code, stdout, stderr: "" }] as const;

test.each<[string, string, object]>([
  ["its boot", `boot-id=${ONE}\n`, { kind: "done", learned: { bootBefore: ONE } }],
  ["nothing", "", { kind: "failed", problem: { code: "reboot-failed" } }],
  ["something else", "boot-id=unknown\n", { kind: "failed", problem: { code: "reboot-failed" } }],
])("a machine that is to reboot tells %s", (_, stdout, expected) => {
  expect(judge(TEST_STEPS.reboot, said(stdout), asked({}))).toMatchObject(expected);
});

const { closure } = TEST_STEPS["wait-for-boot"];

test.each<[string, string, Learned, object]>([
  [
    "another boot, and what was meant",
    `boot-id=${OTHER}\ncurrent=${closure}\n`,
    { bootBefore: ONE },
    { kind: "done" },
  ],
  [
    "the boot of before",
    `boot-id=${ONE}\ncurrent=${closure}\n`,
    { bootBefore: ONE },
    { kind: "ask-again", problem: { code: "reboot-timed-out" } },
  ],
  [
    "no boot that can be read",
    `boot-id=\ncurrent=${closure}\n`,
    { bootBefore: ONE },
    { kind: "ask-again", problem: { code: "reboot-timed-out" } },
  ],
  [
    "a boot, and nobody knows the one of before",
    `boot-id=${OTHER}\ncurrent=${closure}\n`,
    {},
    { kind: "ask-again", problem: { code: "reboot-timed-out" } },
  ],
  [
    "another system",
    `boot-id=${OTHER}\ncurrent=${testPath("other")}\n`,
    { bootBefore: ONE },
    { kind: "failed", problem: { code: "boot-system" } },
  ],
])("a machine that was rebooted tells %s", (_, stdout, learned, expected) => {
  expect(judge(TEST_STEPS["wait-for-boot"], said(stdout), asked(learned))).toMatchObject(expected);
});

test("an API that is not ready stops nobody before anything is touched, and does when it is a node's turn", () => {
  const ended = [{ code: NO_API, stdout: "", stderr: "no apiserver is ready" }] as const;
  const gate = TEST_STEPS["gate-drain"];
  expect(judge({ ...gate, early: true }, ended, asked({}))).toEqual({ kind: "done" });
  expect(judge(gate, ended, asked({}))).toMatchObject({ kind: "ask-again", withinSeconds: 60 });
});

test("a machine that boots is waited for, as long as a server takes", () => {
  const judgement = judge(TEST_STEPS["wait-for-boot"], said("", 255), asked({ bootBefore: ONE }));
  expect(judgement).toMatchObject({ kind: "ask-again", withinSeconds: 900 });
});

test.each<[string, boolean, readonly string[], boolean]>([
  ["nothing of before is kept", true, [], true],
  ["its watchdog is armed", true, ["previous/closure", "armed"], true],
  ["its watchdog goes back", true, ["previous/closure", "armed", "going"], false],
  ["its watchdog has gone back", true, ["previous/closure", "went-back"], false],
  ["none was armed, and something is kept of an earlier deployment", false, ["previous/closure"], true],
])("whether it is rebooted where %s", (_, watched, files, expected) => {
  const root = mkdtempSync(join(tmpdir(), "quorate-reboot-"));
  try {
    for (const file of files) {
      mkdirSync(dirname(join(root, "watchdog", file)), { recursive: true });
      writeFileSync(join(root, "watchdog", file), "");
    }
    for (const name of ["sync", "systemd-run"]) writeProgram(join(root, name), ': >"$0.called"');
    const step = { ...TEST_STEPS.reboot, ...(watched ? { watched } : {}) };
    const script = commandsOfStep(step, TEST_PATHS)[0].argv.at(-1) ?? "";
    const run = () =>
      execFileSync("/bin/sh", ["-c", script.replaceAll(WATCHDOG_DIRECTORY, join(root, "watchdog"))], {
        env: { PATH: `${root}:/usr/bin:/bin` },
        encoding: "utf8",
        stdio: "pipe",
      });
    if (expected) expect(run()).toMatch(/^boot-id=/m);
    else expect(run).toThrow(/taken it back/);
    expect(existsSync(join(root, "systemd-run.called"))).toBe(expected);
  } finally {
    rmSync(root, { recursive: true });
  }
});
