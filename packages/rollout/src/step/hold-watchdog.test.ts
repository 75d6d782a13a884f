import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TEST_PATHS, TEST_STEPS } from "../testing/steps.ts";
import { WATCHDOG_DIRECTORY } from "../watchdog/on-host.ts";
import { LET_GO } from "./hold-watchdog.ts";
import { commandsOfStep } from "./step.ts";

// The scripts themselves, in a folder that stands for the watchdog's on a host.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quorate-hold-"));
  mkdirSync(join(folder, "previous"));
  writeFileSync(join(folder, "previous/closure"), "/nix/store/before\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

const sh = (script: string) =>
  execFileSync("/bin/sh", ["-c", script.replaceAll(WATCHDOG_DIRECTORY, folder)], {
    encoding: "utf8",
    stdio: "pipe",
  });
const hold = () => sh(commandsOfStep(TEST_STEPS["hold-watchdog"], TEST_PATHS)[0].argv.at(-1) ?? "");
const letGo = () => sh(LET_GO.join("\n"));
const armed = () =>
  existsSync(join(folder, "armed")) ? readFileSync(join(folder, "armed"), "utf8") : undefined;
const arm = (text: string) => writeFileSync(join(folder, "armed"), text);

describe("a watchdog", () => {
  test("that is held never goes back by itself, and does again once it is let go", () => {
    arm("seconds=300\nboot=b\n");
    hold();
    expect(armed()).toBe("boot=b\nnever=member\n");
    hold();
    expect(armed()).toBe("boot=b\nnever=member\n");
    expect(letGo()).toBe("way-back=there\n");
    expect(armed()).toBe("seconds=300\nboot=b\n");
    expect(letGo()).toBe("");
  });

  test("that has gone back already is told of, and nobody joins", () => {
    expect(hold).toThrow(/has taken it back/);
  });

  test("that never goes back for another reason stays as it is", () => {
    arm("boot=b\nnever=encryption\n");
    hold();
    letGo();
    expect(armed()).toBe("boot=b\nnever=encryption\n");
  });

  test("is not there where nothing ran before", () => {
    rmSync(join(folder, "previous"), { recursive: true });
    hold();
    expect(armed()).toBeUndefined();
  });

  test("that was stood down meanwhile is not armed by being let go", () => {
    arm("seconds=300\nboot=b\n");
    hold();
    rmSync(join(folder, "armed"));
    expect(letGo()).toBe("");
    expect([armed(), existsSync(join(folder, "held"))]).toEqual([undefined, false]);
  });
});
