import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../support/quorate.ts";
import { TestLab } from "./lab.ts";
import { leftOut, refusals } from "./where-it-runs.ts";

// Hosts where version 2 of cgroups alone is mounted, also on a machine that has version 1: commands are run in a mount
// namespace that has nothing else. Its controllers are version 1's there, so no kubelet would run.

const UNIFIED = `set -e
mount --make-rprivate /
umount --recursive --lazy /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
echo ready
read -r _`;

describe.skipIf(leftOut)("a lab with the unified hierarchy alone", () => {
  let namespace: ChildProcess | undefined;
  let lab: TestLab | undefined;
  const run = async (...args: readonly string[]) => {
    const said = await lab?.lab(...args);
    expect(said?.code, `${args.join(" ")}: ${said?.err}`).toBe(0);
    return said?.out ?? "";
  };
  const node1 = async () => {
    const { machines } = JSON.parse(await run("status", "--json")) as {
      readonly machines: readonly {
        readonly name: string;
        readonly state: string;
        readonly ready: boolean;
      }[];
    };
    return machines.find(({ name }) => name === "node1");
  };

  beforeAll(async () => {
    expect(refusals).toEqual([]);
    namespace = spawn("unshare", ["--mount", "bash", "-c", UNIFIED], { stdio: ["pipe", "pipe", "inherit"] });
    if (namespace.stdout !== null) await once(namespace.stdout, "data");
    lab = new TestLab("unified", ["nsenter", `--mount=/proc/${namespace.pid}/ns/mnt`, `--wd=${ROOT}`]);
    await lab.lab("down");
    expect(await lab.up()).toMatchObject({ code: 0, out: "The lab is up: 4 machines started\n" });
  });
  afterAll(async () => {
    await lab?.dispose();
    namespace?.stdin?.end();
  });

  test("has hosts that run, and see it as their own", async () => {
    expect(await run("exec", "node1", "--", "grep", "cgroup", "/proc/mounts")).toMatch(
      /^cgroup \/sys\/fs\/cgroup cgroup2 [^\n]*\n$/,
    );
    expect(await run("exec", "node1", "--", "systemctl", "is-system-running", "--wait")).toBe("running\n");
  });

  test("freezes, heals, reboots and kills them", async () => {
    await run("fault", "node1", "freeze");
    expect(await node1()).toMatchObject({ state: "frozen", ready: false });
    await run("fault", "node1", "heal");
    await run("fault", "node1", "reboot");
    expect(await node1()).toMatchObject({ state: "running", ready: true });
    await run("fault", "node1", "kill");
    expect(await node1()).toMatchObject({ state: "off" });
    expect(await lab?.up()).toMatchObject({
      code: 0,
      out: "The lab is up: 1 machine started, 3 ran already\n",
    });
  });

  test("leaves nothing behind", async () => {
    await run("down");
    await expect.poll(() => lab?.traces()).toEqual([]);
  });
});
