import { execFileSync } from "node:child_process";
import {
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
import { writeProgram } from "../testing/programs.ts";
import { TEST_PATHS, TEST_STEPS } from "../testing/steps.ts";
import { VIP_STAYS } from "./leave-vip.ts";
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
  writeProgram(join(root, "bin", name), script);
}

const sh = (script: string) =>
  execFileSync("/bin/sh", ["-c", script], {
    env: { PATH: `${join(root, "bin")}:/usr/bin:/bin` },
    encoding: "utf8",
  });

function run(step: Step): string {
  const [command] = commandsOfStep(step, TEST_PATHS);
  const script = command.argv.at(-1) ?? "";
  return sh(
    script
      .replaceAll(VIP_ASIDE, join(root, "run/vip"))
      .replaceAll("/run/current-system", join(root, "run/current-system")),
  );
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

describe("a node whose next system has no part of the VIP", () => {
  const running = () => join(root, "run/current-system");
  beforeEach(() => {
    for (const system of ["master", "worker"]) mkdirSync(join(root, system));
    symlinkSync(join(root, "master"), running());
    link("/dev/null");
    run({ ...TEST_STEPS["leave-vip"], manifests, program: "no-such-program", forGood: true });
  });

  test("takes it again as long as that does not run", () => {
    expect(now()).toEqual([undefined, undefined]);
    timer();
    expect([...now(), aside()]).toEqual([undefined, "/dev/null", false]);
  });

  test("takes it no more once that runs", () => {
    rmSync(running());
    symlinkSync(join(root, "worker"), running());
    timer();
    expect([...now(), aside()]).toEqual([undefined, undefined, false]);
  });
});

describe("a node beside which the file has no other master", () => {
  const slice = (...addresses: readonly string[]) =>
    JSON.stringify({
      endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    });
  /** Of whom these are known, and those are ready. */
  const leaveBeside = (known: readonly string[], ready: readonly string[], host = "10.0.0.11"): string => {
    const answers = ready.map((one) => `*https://${one}:6443/readyz) exit 0 ;;`).join("\n  ");
    shim(
      "curl",
      `case "$*" in\n  *endpointslices*) echo '${slice(...known)}' ;;\n  ${answers}\n  *) exit 22 ;;\nesac`,
    );
    link("/dev/null");
    const toUnlisted = { host, port: 6443 };
    const step = { ...TEST_STEPS["leave-vip"], manifests, program: "no-such-program", toUnlisted };
    return run(step);
  };

  test.each<[string, readonly string[], readonly string[], string, boolean]>([
    ["keeps the VIP where nobody else is there", ["10.0.0.11"], ["10.0.0.11"], "10.0.0.11", false],
    ["keeps it where its apiserver does not tell", [], ["10.0.0.12"], "10.0.0.11", false],
    [
      "keeps it where others are there and not ready",
      ["10.0.0.11", "10.0.0.12"],
      ["10.0.0.11"],
      "10.0.0.11",
      false,
    ],
    ["leaves it to another one", ["10.0.0.11", "10.0.0.12", "10.0.0.13"], ["10.0.0.13"], "10.0.0.11", true],
    ["leaves it by IPv6 as well", ["fd00::11", "fd00::12"], ["\\[fd00::12\\]"], "[fd00::11]", true],
    ["does not take itself for another one by IPv6", ["fd00::11"], ["\\[fd00::11\\]"], "[fd00::11]", false],
  ])("%s", (_, known, ready, host, leaves) => {
    expect(leaveBeside(known, ready, host).includes(VIP_STAYS)).toBe(!leaves);
    expect(now()).toEqual([undefined, leaves ? undefined : "/dev/null"]);
  });
});

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
