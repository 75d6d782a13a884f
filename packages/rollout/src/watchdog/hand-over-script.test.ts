import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VIP_ASIDE } from "../on-host.ts";
import { writeProgram } from "../testing/programs.ts";
import { TEST_STEPS } from "../testing/steps.ts";
import { handOverScript, type WatchdogHandOver } from "./hand-over-script.ts";

// The script itself, below a folder that stands for a host's root.

let root: string;
let manifest: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-hand-over-"));
  manifest = join(root, "run/static-pods/kube-vip.json");
  for (const folder of ["bin", "previous/bin", "run/static-pods"])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(manifest, "pod");
  program("bin/systemd-run", "true");
  program("bin/systemctl", "true");
  program("bin/sleep", "true");
  // The first member leads until somebody is asked to take the lead over, which the second can.
  program(
    "bin/curl",
    `case "$*" in
  *transfer-leadership*) : >"$0.moved" ;;
  *10.0.0.21*status*) if [ -e "$0.moved" ]; then leader=2; else leader=1; fi; echo "{\\"header\\":{\\"member_id\\":\\"1\\"},\\"leader\\":\\"$leader\\"}" ;;
  *status*) echo '{"header":{"member_id":"2"},"leader":"1"}' ;;
  *health*) echo '{"health":"true"}' ;;
esac`,
  );
});
afterEach(() => rmSync(root, { recursive: true }));

function program(path: string, script: string): void {
  writeProgram(join(root, path), script);
}

/** Goes back to a system whose activation says that. */
function goBack(says: string, hands: Partial<WatchdogHandOver> = {}): void {
  program("previous/bin/switch-to-configuration", says);
  const vip = { ...TEST_STEPS["leave-vip"], manifests: [manifest], program: "no-such-program" };
  const script = handOverScript({ vip, lead: TEST_STEPS["move-leader"], ...hands }, "kubernetes");
  writeFileSync(join(root, "hand-over"), script.replaceAll(VIP_ASIDE, join(root, "run/vip")));
  execFileSync("/bin/sh", [join(root, "hand-over"), join(root, "previous")], {
    env: { PATH: `${join(root, "bin")}:/usr/bin:/bin` },
  });
}
const leftVip = () => !existsSync(manifest);
const movedLead = () => existsSync(join(root, "bin/curl.moved"));
const STOPS = 'echo "would stop the following units: etcd.service, kubelet.service" >&2';

describe("what goes back by itself", () => {
  test("leaves the VIP and hands the lead over where it stops what others can take over", () => {
    goBack(STOPS);
    expect([leftVip(), movedLead()]).toEqual([true, true]);
    expect(readFileSync(join(root, `run/vip${manifest}`), "utf8")).toBe("pod");
  });

  test("leaves both where they are where nothing of that is stopped", () => {
    goBack('echo "would restart the following units: kubelet.service"');
    expect([leftVip(), movedLead()]).toEqual([false, false]);
  });

  test("hands over the one without the other", () => {
    goBack(STOPS, { vip: undefined });
    expect([leftVip(), movedLead()]).toEqual([false, true]);
  });

  test.each([
    ["the system does not tell what it would do", "exit 1"],
    [
      "nobody answers",
      `${STOPS}; rm -f "$\{0%/*}/../../bin/curl"; printf '#!/bin/sh\\nexit 7\\n' >"$\{0%/*}/../../bin/curl"; chmod +x "$\{0%/*}/../../bin/curl"`,
    ],
  ])("never fails where %s", (_, says) => {
    expect(() => goBack(says)).not.toThrow();
    expect(movedLead()).toBe(false);
  });
});
