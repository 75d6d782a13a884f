import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DistributionKind, SECRETS_DIRECTORY } from "@quorate/cluster";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { QUORATE_DIRECTORY } from "../on-host.ts";
import type { StorePath } from "../store-path.ts";
import { writeProgram } from "../testing/programs.ts";
import { TEST_PATHS, TEST_STEPS } from "../testing/steps.ts";
import { minorWords } from "../watchdog/minor-of.ts";
import { UNIT_FOLDER } from "../watchdog/on-host.ts";
import { commandsOfStep, judge, type Step } from "./step.ts";

// The script itself, with a folder in the place of a host's disk, whose systems start programs that tell a version.

let disk: string;
const watchdog = () => join(disk, QUORATE_DIRECTORY, "watchdog");
const armed = () => readFileSync(join(watchdog(), "armed"), "utf8");

/** A system whose unit starts a program that says that version. */
function system(name: string, unit: string, says: string): string {
  const folder = join(disk, name);
  writeProgram(join(folder, "bin/switch-to-configuration"), "exit 0");
  const started = writeProgram(join(folder, "program"), `echo '${says}'`);
  mkdirSync(join(folder, "etc/systemd/system"), { recursive: true });
  writeFileSync(join(folder, "etc/systemd/system", unit), `[Service]\nExecStart=${started} server\n`);
  return folder;
}

/** Arms it on a host that runs the one, for an activation of the other. */
function arm(distribution: DistributionKind, before: string, after: string, isMember = true): string {
  const step: Step<"arm-watchdog"> = {
    ...TEST_STEPS["arm-watchdog"],
    distribution,
    closure: after as StorePath,
    others: isMember ? { distribution: "kubernetes", urls: ["https://10.0.0.22:2379/health"] } : undefined,
  };
  mkdirSync(join(disk, "run"), { recursive: true });
  symlinkSync(before, join(disk, "run/current-system"));
  const script = [QUORATE_DIRECTORY, SECRETS_DIRECTORY, UNIT_FOLDER, "/run/current-system", "/nix/var"]
    .filter((path, _, all) => !all.some((other) => other !== path && path.startsWith(`${other}/`)))
    .reduce(
      (text, path) => text.replaceAll(path, join(disk, path)),
      commandsOfStep(step, TEST_PATHS)[0].argv.at(-1) ?? "",
    );
  writeProgram(join(disk, "bin/systemctl"), "exit 0");
  return execFileSync("/bin/sh", ["-c", script], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(disk, "bin")}:${process.env["PATH"]}` },
    stdio: "pipe",
  });
}

beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), "quorate-arm-"));
});
afterEach(() => rmSync(disk, { recursive: true }));

describe("a watchdog", () => {
  const k3s = (version: string) => system(`k3s-${version}`, "k3s.service", `k3s version v${version} (abc)`);
  const etcd = (version: string) => system(`etcd-${version}`, "etcd.service", `etcd Version: ${version}`);

  test.each([
    ["1.33.6+k3s1", "1.33.10+k3s1"],
    ["1.33.11+k3s1", "1.33.13+k3s1"],
    ["1.36.9+k3s1", "1.36.9+k3s1"],
  ])("of k3s goes back from %s to %s", (before, after) => {
    expect(arm("k3s", k3s(before), k3s(after))).toBe("way-back=there\n");
    expect(armed()).toMatch(/^seconds=300\nboot=/);
  });

  test.each([
    ["1.33.10+k3s1", "1.33.13+k3s1", "1.33/3.5 1.33/3.6"],
    ["1.33.13+k3s1", "1.34.9+k3s1", "1.33/3.6 1.34/3.6"],
    ["1.33.13+k3s2", "1.33.14+k3s1", "1.33/3.6 1.33/1.33.14+k3s1"],
    ["1.36.9+k3s1", "1.36.10+k3s1", "1.36/1.36.9+k3s1 1.36/1.36.10+k3s1"],
  ])("of k3s never goes back from %s to %s", (before, after, move) => {
    expect(arm("k3s", k3s(before), k3s(after))).toBe("way-back=etcd\n");
    expect(armed()).toContain(`never=etcd\netcd=${move}\nprogram=k3s\n`);
    expect(existsSync(join(disk, UNIT_FOLDER))).toBe(false);
    const [from = "", to = ""] = move.split(" ");
    // What deploy makes of that, should it want to go back.
    const judged = judge(TEST_STEPS["go-back"], [{ code: 0, stdout: armed(), stderr: "" }], {
      ...TEST_PATHS,
      run: "test",
      learned: {},
      at: 0,
    });
    const said = judged.kind === "failed" ? judged.problem.message : "";
    expect(said).toContain(
      `stays at what was begun: it would go from k3s ${minorWords(to)} back to ${minorWords(from)}, and what`,
    );
  });

  test("of an agent goes back, whichever etcd is in its k3s", () => {
    expect(arm("k3s", k3s("1.33.10+k3s1"), k3s("1.33.13+k3s1"), false)).toBe("way-back=there\n");
  });

  test.each([
    ["3.6.4", "3.6.12", "way-back=there\n"],
    ["3.5.26", "3.6.12", "way-back=etcd\n"],
  ])("of etcd itself: from %s to %s", (before, after, expected) => {
    expect(arm("kubernetes", etcd(before), etcd(after))).toBe(expected);
  });
});
