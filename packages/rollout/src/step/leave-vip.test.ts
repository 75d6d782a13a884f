import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VIP_ASIDE } from "../on-host.ts";
import { TEST_PATHS, TEST_STEPS } from "../testing/steps.ts";
import { commandsOfStep, type Step } from "./step.ts";

// The scripts themselves, below a folder that stands for a host's root.

let root: string;
let manifests: readonly [before: string, now: string];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-vip-"));
  manifests = [join(root, "etc/manifests/kube-vip.json"), join(root, "run/static-pods/kube-vip.json")];
  for (const folder of ["bin", "run/static-pods", "etc/manifests"])
    mkdirSync(join(root, folder), { recursive: true });
  // What the timer would do is kept, to be done when a test wants it.
  shim("systemd-run", 'for last; do :; done; printf "%s\\n" "$last" >"$0.command"');
  shim("systemctl", "true");
});
afterEach(() => rmSync(root, { recursive: true }));

function shim(name: string, script: string): void {
  writeFileSync(join(root, "bin", name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(root, "bin", name), 0o755);
}

const sh = (script: string) =>
  execFileSync("/bin/sh", ["-c", script], {
    env: { PATH: `${join(root, "bin")}:/usr/bin:/bin` },
    encoding: "utf8",
  });

function run(step: Step): void {
  const [command] = commandsOfStep(step, TEST_PATHS);
  sh((command.argv.at(-1) ?? "").replaceAll(VIP_ASIDE, join(root, "run/vip")));
}
const leave = () => run({ ...TEST_STEPS["leave-vip"], manifests, program: "no-such-program" });
const comeBack = () => run({ ...TEST_STEPS["return-vip"], manifests });
const timer = () => sh(readFileSync(join(root, "bin/systemd-run.command"), "utf8"));

/** A link into the store on a node of now, a copy on one that was last deployed to before. */
const link = (target: string) => symlinkSync(target, manifests[1]);
const copy = (text: string) => writeFileSync(manifests[0], text);

const there = (path: string) => {
  if (!existsSync(path)) return undefined;
  return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : readFileSync(path, "utf8");
};
const now = () => manifests.map(there);
const aside = () => existsSync(join(root, "run/vip"));

describe("a node that leaves the VIP and takes it again", () => {
  test.each([
    ["by the step", comeBack],
    ["by its timer", timer],
  ])("%s, has what it had", (_, back) => {
    link("/dev/null");
    leave();
    expect(now()).toEqual([undefined, undefined]);
    leave();
    back();
    expect([...now(), aside()]).toEqual([undefined, "/dev/null", false]);
    back();
    expect(now()).toEqual([undefined, "/dev/null"]);
  });

  test("has what it had where NixOS has its file in /etc", () => {
    copy("old");
    leave();
    expect(now()).toEqual([undefined, undefined]);
    timer();
    expect([...now(), aside()]).toEqual(["old", undefined, false]);
  });

  test("does not get back what an activation has moved to another place", () => {
    copy("old");
    leave();
    link("/dev/null");
    comeBack();
    expect([...now(), aside()]).toEqual([undefined, "/dev/null", false]);
  });

  test("does not get back what an activation has replaced", () => {
    link("/dev/null");
    leave();
    link("/dev/zero");
    comeBack();
    expect([...now(), aside()]).toEqual([undefined, "/dev/zero", false]);
  });

  test("has neither where it was taken back to NixOS' own, and one is left of before", () => {
    link("/dev/null");
    copy("old");
    leave();
    expect(now()).toEqual([undefined, undefined]);
    comeBack();
    expect([...now(), aside()]).toEqual(["old", "/dev/null", false]);
  });

  test("that has left it in a run that died does not get it back while another one has it leave", () => {
    link("/dev/null");
    leave();
    rmSync(join(root, "bin/systemd-run.command"));
    leave();
    expect(now()).toEqual([undefined, undefined]);
    timer();
    expect([...now(), aside()]).toEqual([undefined, "/dev/null", false]);
  });

  test("is not troubled by a node that has none", () => {
    leave();
    expect(existsSync(join(root, "bin/systemd-run.command"))).toBe(false);
    comeBack();
    expect(now()).toEqual([undefined, undefined]);
  });
});
