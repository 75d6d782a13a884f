import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { afterEach, beforeEach, expect, test } from "vitest";
import { QUORATE_DIRECTORY } from "../on-host.ts";
import { writeProgram } from "../testing/programs.ts";
import { TEST_PATHS, TEST_STEPS } from "../testing/steps.ts";
import { UNIT_FOLDER } from "../watchdog/on-host.ts";
import { commandsOfStep, type Step } from "./step.ts";

// The script itself, below a folder that stands for a host's root, on which something of before is kept already.

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-arm-"));
  for (const folder of ["bin", "quorate/watchdog/previous", "secrets"])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "quorate/watchdog/previous/closure"), "/nix/store/before\n");
  for (const name of ["systemctl", "sync"]) writeProgram(join(root, "bin", name), "true");
});
afterEach(() => rmSync(root, { recursive: true }));

function arm(change: Partial<Step<"arm-watchdog">> = {}): string {
  const script =
    commandsOfStep({ ...TEST_STEPS["arm-watchdog"], ...change }, TEST_PATHS)[0].argv.at(-1) ?? "";
  const here = script
    .replaceAll(SECRETS_DIRECTORY, join(root, "secrets"))
    .replaceAll(UNIT_FOLDER, join(root, "units"))
    .replaceAll(QUORATE_DIRECTORY, join(root, "quorate"));
  return execFileSync("/bin/sh", ["-c", here], {
    env: { PATH: `${join(root, "bin")}:/usr/bin:/bin` },
    encoding: "utf8",
    stdio: "pipe",
  });
}
const armedBefore = (text: string) => writeFileSync(join(root, "quorate/watchdog/armed"), text);
const armed = () => readFileSync(join(root, "quorate/watchdog/armed"), "utf8");

test("a watchdog is armed anew by a run that follows on one that died", () => {
  armedBefore("seconds=10\nboot=another\n");
  expect(arm({ seconds: 300 })).toBe("way-back=there\n");
  expect(armed()).toMatch(/^seconds=300\nboot=/);
});

test.each(["encryption", "member"])(
  "one that never goes back (%s) does not by a later run either",
  (never) => {
    armedBefore(`boot=another\nnever=${never}\n`);
    expect(arm()).toBe(`way-back=${never}\n`);
    expect(armed()).toBe(`boot=another\nnever=${never}\n`);
  },
);

test("one whose node begins to encrypt never goes back", () => {
  armedBefore("seconds=10\nboot=another\n");
  expect(arm({ never: "encryption" })).toBe("way-back=encryption\n");
  expect(armed()).toContain("never=encryption\n");
});
