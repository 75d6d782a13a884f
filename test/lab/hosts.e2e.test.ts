import { cpSync } from "node:fs";
import { join } from "node:path";
import { createSystemRunner } from "@quorate/command";
import { labConflicts, leaderOf } from "@quorate/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../support/quorate.ts";
import { keepJournals } from "./journals.ts";
import { inotifyInstances, otherLabs, ownMounts, ownNetwork, TestLab } from "./lab.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventuallyAsync } from "./workspace.ts";

// The lab of the repository's machines.ts, with real hosts that really die. In CI a lab that can't run here is
// a failure; elsewhere these tests say that they were not run, and why.

const NODES = ["node1", "node2", "node3"] as const;
const addressOf = (node: string) => `10.0.0.1${node.slice(-1)}`;

describe.skipIf(leftOut)("the lab", () => {
  let lab: TestLab;
  let networkBefore: string;
  let mountsBefore: string;
  let limitBefore: number | undefined;

  beforeAll(async () => {
    expect(refusals).toEqual([]);
    lab = new TestLab("hosts");
    // What a former run of this test left behind.
    await lab.lab("down");
    await eventuallyAsync("nothing is left", 60, async () => lab.traces().length === 0);
    networkBefore = ownNetwork();
    mountsBefore = ownMounts();
    // Another lab has raised it already, and may be gone before ours is.
    limitBefore = otherLabs() ? undefined : inotifyInstances();
    const up = await lab.up();
    expect(up).toMatchObject({ code: 0, out: "The lab is up: 4 machines started\n" });
  });

  afterAll(async () => {
    await lab?.dispose();
  });

  const leaders = () => lab.plan.machines.map(({ cgroup }) => leaderOf(cgroup));
  const isUp = async (machine: string) => {
    const { out } = await lab.lab("status", "--json");
    const { machines } = JSON.parse(out) as { machines: { name: string; state: string; ready: boolean }[] };
    return machines.find(({ name }) => name === machine);
  };
  const until = (condition: () => Promise<boolean>, what: string) => eventuallyAsync(what, 240, condition);

  test("a second up changes nothing", async () => {
    const before = leaders();
    expect(before).not.toContain(undefined);
    expect(await lab.up()).toMatchObject({ code: 0, out: "The lab is up already: 4 machines\n" });
    expect(leaders()).toEqual(before);
  });

  test("status shows every machine, for people and for scripts", async () => {
    const shown = async () =>
      (await lab.lab("status")).out.split("\n").map((line) => line.replace(/ +/g, " "));
    // A machine that is busy with others may not answer at once, which is what it says then.
    await expect
      .poll(shown)
      .toEqual([
        "machine kind address system state answers faults",
        "router router 10.0.0.1 debian 13 running yes (bgp) -",
        ...NODES.map((node) => `${node} node ${addressOf(node)} debian 13 running yes (ssh) -`),
        "",
      ]);
  });

  test("raises what all hosts share", () => {
    expect(inotifyInstances()).toBeGreaterThanOrEqual(8192);
  });

  test("leaves this machine's own network and mounts alone", () => {
    expect(ownNetwork()).toBe(networkBefore);
    const namespaces = (mounts: string) => mounts.split("\n").filter((line) => !line.includes(" /run/netns"));
    expect(namespaces(ownMounts())).toEqual(namespaces(mountsBefore));
  });

  describe.each(NODES)("%s", (node) => {
    test("takes the operator's key from the operator's namespace", async () => {
      const run = await lab.ssh(
        addressOf(node),
        "hostname; id -u; nix --version; ls /nix/store 2>/dev/null | wc -l",
      );
      expect(run).toMatchObject({ code: 0, out: expect.stringContaining(`${node}\n0\nnix (Nix) 2.`) });
      expect(run.out.endsWith("\n0\n")).toBe(true);
    });

    test("is healthy: its systemd has no failed unit", async () => {
      await until(
        async () =>
          ["running\n", "degraded\n"].includes((await lab.on(node, "systemctl is-system-running")).out),
        "the end of its start",
      );
      expect(await lab.on(node, "systemctl is-system-running; systemctl --failed --quiet")).toMatchObject({
        out: "running\n",
      });
    });

    test("reaches all others by their addresses", async () => {
      const others = ["10.0.0.1", ...NODES.filter((other) => other !== node).map(addressOf)];
      const pings = others.map((address) => `ping -c1 -W5 ${address} >/dev/null || echo ${address}`);
      expect(await lab.on(node, pings.join("; "))).toMatchObject({ code: 0, out: "" });
    });
  });

  test("another folder with a cluster of this name is refused, and touches nothing", async () => {
    const before = leaders();
    const other = join(lab.folder, "machines.ts");
    cpSync(join(ROOT, "machines.ts"), other);
    for (const args of [
      ["up", "--bare", "--certs", lab.folder],
      ["down"],
      ["status"],
      ["fault", "node1", "kill"],
    ] as const) {
      const [command, ...rest] = args;
      const run = await lab.lab(command, "--machines", other, ...rest);
      expect(run, command).toMatchObject({ code: 2, err: expect.stringContaining("[lab-of-another]") });
      expect(run.err).toContain(join(ROOT, "machines.ts"));
    }
    expect(leaders()).toEqual(before);
  });

  test("another address is refused for a node that is installed", async () => {
    const world = { run: createSystemRunner({ onLine: () => {}, verbose: false }), say: () => {} };
    const elsewhere = lab.plan.machines.map((machine) =>
      machine.name === "node3" ? { ...machine, address: "10.0.0.33" } : machine,
    );
    const codes = async () => {
      const problems = await labConflicts(
        world,
        { ...lab.plan, machines: elsewhere },
        join(ROOT, "machines.ts"),
      );
      return problems.map(({ code }) => code);
    };
    expect(await codes()).toEqual([]);
    const profile = "/nix/var/nix/profiles/system";
    // A link that leads nowhere: the host stays bare for itself.
    expect(await lab.on("node3", `mkdir -p $(dirname ${profile}); ln -s /nowhere ${profile}`)).toMatchObject({
      code: 0,
    });
    expect(await codes()).toEqual(["lab-address-changed"]);
    expect(await lab.lab("fault", "node3", "kill")).toMatchObject({ code: 0 });
    expect(await codes()).toEqual(["lab-address-changed"]);
    expect(await lab.lab("fault", "node3", "heal")).toMatchObject({ code: 0 });
    await until(async () => (await isUp("node3"))?.ready === true, "its start");
    expect(await lab.on("node3", `rm ${profile}`)).toMatchObject({ code: 0 });
    expect(await codes()).toEqual([]);
  });

  test("another key is refused", async () => {
    lab.makeKey("stranger");
    const run = await lab.ssh("10.0.0.11", "true", "stranger");
    expect(run.code).toBe(255);
    expect(run.err).toContain("Permission denied (publickey)");
  });

  test("commands end with the code of what they ran, and get its arguments as they are", async () => {
    expect(await lab.lab("exec", "node1", "--", "sh", "-c", "exit 7")).toMatchObject({ code: 7 });
    expect(
      await lab.lab("exec", "node1", "--", "printf", "%s|", "a b", "$HOME", "--json", "--"),
    ).toMatchObject({
      code: 0,
      out: "a b|$HOME|--json|--|",
    });
    expect(await lab.lab("run", "--", "sh", "-c", "exit 9")).toMatchObject({ code: 9 });
    const unknown = await lab.lab("exec", "node9", "--", "true");
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain("[machine-unknown]");
  });

  test("a host runs containers of its own, in cgroups of its own", async () => {
    const script = `set -e
      mkdir -p /root/bundle/rootfs && cd /root/bundle
      mount --bind / rootfs
      runc spec
      jq '.process.terminal = false | .root.readonly = true | .process.args = ["sh", "-c", "echo inside; cat /proc/self/cgroup"]' config.json >edited
      mv edited config.json
      runc run first
      umount rootfs
      mkdir -p /var/lib/containerd/{lower,upper,work,merged} && cd /var/lib/containerd
      echo overlaid >lower/file
      mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged
      cat merged/file
      umount merged
      cat /proc/sys/vm/overcommit_memory /proc/sys/kernel/panic`;
    const run = await lab.on("node1", script);
    expect(run).toMatchObject({ code: 0, out: expect.stringMatching(/^inside\n/) });
    expect(run.out).toContain("overlaid\n1\n10\n");
    const memory = run.out.split("\n").filter((line) => /^\d+:[^:]*:/.test(line));
    expect(memory.length).toBeGreaterThan(0);
    // The lab's own path would show where the host's cgroup namespace does not begin at the host.
    for (const line of memory) expect(line).not.toContain("quorate-lab");
  });

  test("routers speak BGP with the nodes, and the VIP follows", async () => {
    const speaker = (node: string) => ({
      global: { config: { as: 64513, "router-id": addressOf(node), port: -1 } },
      neighbors: [
        {
          config: { "neighbor-address": "10.0.0.1", "peer-as": 64512 },
          timers: { config: { "connect-retry": 1, "hold-time": 3, "keepalive-interval": 1 } },
        },
      ],
    });
    for (const node of ["node1", "node2"]) {
      const run = await lab.on(
        node,
        `printf %s '${JSON.stringify(speaker(node))}' >/run/speaker.json
         systemd-run --quiet --unit=speaker gobgpd -t json -f /run/speaker.json`,
      );
      expect(run.code).toBe(0);
      // It answers before it has read what it is to be, and takes no route until then.
      const announce = `gobgp global rib add 10.0.0.100/32 nexthop ${addressOf(node)}`;
      await until(async () => (await lab.on(node, announce)).code === 0, "its announcement");
    }
    const route = async () =>
      (await lab.on("router", "ip route show 10.0.0.100 proto bgp | grep -o 'via [0-9.]*'")).out
        .trim()
        .split("\n")
        .sort();
    await expect.poll(route).toEqual(["via 10.0.0.11", "via 10.0.0.12"]);
    // The operator goes there through the router, and what has the address answers.
    await lab.on("node1", "ip address add 10.0.0.100/32 dev lo");
    await lab.on("node2", "systemctl stop speaker");
    await expect.poll(route).toEqual(["via 10.0.0.11"]);
    await expect.poll(() => lab.ssh("10.0.0.100", "hostname")).toMatchObject({ code: 0, out: "node1\n" });
    await lab.on("node1", "systemctl stop speaker");
    await expect.poll(route).toEqual([""]);
  });

  describe("faults", () => {
    test("systemctl reboot inside a host restarts it: its disk stays, everything else is new", async () => {
      const boot = "cat /proc/sys/kernel/random/boot_id";
      await lab.on(
        "node1",
        "echo kept >/root/kept; echo lost >/run/lost; ip address add 192.0.2.1/32 dev lo; sync",
      );
      const before = await lab.on("node1", boot);
      await lab.ssh("10.0.0.11", "systemctl reboot");
      await until(async () => {
        const now = await lab.on("node1", boot);
        return now.code === 0 && now.out !== before.out;
      }, "the reboot");
      await until(async () => (await lab.ssh("10.0.0.11", "true")).code === 0, "ssh");
      expect(
        await lab.on(
          "node1",
          "cat /root/kept; ls /run/lost 2>&1 | grep -c 'No such'; ip -br address show lo",
        ),
      ).toMatchObject({
        out: expect.stringMatching(/^kept\n1\nlo +UNKNOWN +127\.0\.0\.1\/8 ::1\/128 \n$/),
      });
    });

    test("a host whose first process is killed is off, and up brings it back with its disk", async () => {
      await lab.on("node2", "echo kept >/root/kept; sync");
      const { cgroup } = lab.plan.machines.find(({ name }) => name === "node2") ?? { cgroup: "" };
      const leader = leaderOf(cgroup);
      if (leader === undefined) throw new Error("node2 does not run");
      process.kill(leader, "SIGKILL");
      await until(async () => (await isUp("node2"))?.state === "off", "its end");
      // What is off answers nothing.
      expect(await lab.on("node1", "ping -c1 -W1 10.0.0.12 >/dev/null")).toMatchObject({ code: 1 });
      expect((await lab.lab("exec", "node2", "--", "true")).err).toContain("[machine-not-up]");
      expect((await lab.lab("logs", "node2", "-n", "1", "--no-pager")).out).toContain("node2");
      expect(await lab.up()).toMatchObject({
        code: 0,
        out: "The lab is up: 1 machine started, 3 ran already\n",
      });
      expect(await lab.on("node2", "cat /root/kept")).toMatchObject({ out: "kept\n" });
    });

    test("kill and heal", async () => {
      expect(await lab.lab("fault", "all", "kill")).toMatchObject({ code: 0 });
      for (const node of NODES) expect(await isUp(node)).toMatchObject({ state: "off", ready: false });
      await expect.poll(() => isUp("router")).toMatchObject({ state: "running", ready: true });
      expect(await lab.lab("fault", "all", "heal")).toMatchObject({ code: 0 });
      await until(
        async () => (await Promise.all(NODES.map(isUp))).every((one) => one?.ready),
        "their return",
      );
    });

    test("reboot", async () => {
      const { cgroup } = lab.plan.machines.find(({ name }) => name === "node3") ?? { cgroup: "" };
      const before = leaderOf(cgroup);
      expect(await lab.lab("fault", "node3", "reboot")).toMatchObject({ code: 0 });
      expect(leaderOf(cgroup)).not.toBe(before);
      expect(await isUp("node3")).toMatchObject({ state: "running", ready: true });
    });

    test("freeze and heal", async () => {
      await lab.on(
        "node1",
        "systemd-run --quiet --unit=counter bash -c 'while sleep 0.1; do echo >>/run/count; done'",
      );
      expect(await lab.lab("fault", "node1", "freeze")).toMatchObject({ code: 0 });
      expect(await isUp("node1")).toMatchObject({ state: "frozen", ready: false });
      expect((await lab.lab("exec", "node1", "--", "true")).err).toContain("[machine-frozen]");
      // up leaves faults as they are.
      expect(await lab.up()).toMatchObject({ code: 0 });
      expect(await isUp("node1")).toMatchObject({ state: "frozen" });
      expect(await lab.lab("fault", "node1", "heal")).toMatchObject({ code: 0 });
      expect(await lab.on("node1", "systemctl is-active counter; systemctl stop counter")).toMatchObject({
        out: "active\n",
      });
    });

    test("partition and heal; it outlives a reboot", async () => {
      const reaches = async () => (await lab.on("node2", "ping -c1 -W1 10.0.0.11 >/dev/null")).code === 0;
      await until(reaches, "its way there");
      expect(await lab.lab("fault", "node2", "partition")).toMatchObject({ code: 0 });
      expect(await reaches()).toBe(false);
      expect(await lab.lab("fault", "node2", "reboot")).toMatchObject({ code: 0 });
      expect(await reaches()).toBe(false);
      expect(await lab.lab("fault", "node2", "heal")).toMatchObject({ code: 0 });
      await until(reaches, "the network's return");
    });

    test("slow and heal", async () => {
      const transfer = async (kilobytes: number) => {
        const start = performance.now();
        const run = await lab.ssh("10.0.0.13", `head -c ${kilobytes}000 /dev/urandom`);
        expect(run.code).toBe(0);
        return performance.now() - start;
      };
      expect(await lab.lab("fault", "node3", "slow")).toMatchObject({ code: 0 });
      // 300 kB at 256 kbit/s take nine seconds, whatever the machine is at; without that, as long as a connection.
      expect(await transfer(300)).toBeGreaterThan(8_000);
      expect(await lab.lab("fault", "node3", "heal")).toMatchObject({ code: 0 });
      // They would take a minute and a half: far more than a connection to a host that is busy.
      await until(async () => (await transfer(3_000)) < 80_000, "transfers as before");
    });

    test("disk-full and heal", async () => {
      const write = () =>
        lab.on("node1", "head -c 1000000 /dev/zero >/root/new && sync; code=$?; rm -f /root/new; exit $code");
      expect(await write()).toMatchObject({ code: 0 });
      expect(await lab.lab("fault", "node1", "disk-full")).toMatchObject({ code: 0 });
      const full = await write();
      expect(full.code).not.toBe(0);
      expect(full.err).toContain("No space left on device");
      expect(await lab.lab("fault", "node1", "heal")).toMatchObject({ code: 0 });
      expect(await write()).toMatchObject({ code: 0 });
    });

    test.runIf(process.arch === "x64")("clock-skew and heal", async () => {
      const unit = (name: string, program: string) =>
        `systemd-run --quiet --unit=${name} bash -c '${program}'`;
      // One that asks by time(), and one (Perl's HiRes) by clock_gettime(); both are older than the fault.
      await lab.on(
        "node2",
        [
          unit("clock-a", 'while sleep 0.2; do printf "%(%s)T\\n" -1 >/run/clock-a; done'),
          unit(
            "clock-b",
            'perl -MTime::HiRes=clock_gettime,CLOCK_REALTIME,usleep -e "while (1) { open F, q(>), q(/run/clock-b); print F int clock_gettime(CLOCK_REALTIME); close F; usleep 200000 }"',
          ),
        ].join("; "),
      );
      // In minutes. What is just being written is empty for a moment, and what is told shows at the next writing.
      const skews = async () => {
        const { out } = await lab.on("node2", "cat /run/clock-a; cat /run/clock-b; echo");
        const times = out.trim().split("\n").map(Number);
        // Adding 0 makes 0 of -0.
        return times.map((seconds) => Math.round((seconds - Date.now() / 1000) / 60) + 0);
      };
      await expect.poll(skews).toEqual([0, 0]);
      expect(await lab.lab("fault", "node2", "clock-skew")).toMatchObject({ code: 0 });
      await expect.poll(skews).toEqual([60, 60]);
      expect(await lab.lab("fault", "node2", "clock-skew", "--by", "-600")).toMatchObject({ code: 0 });
      await expect.poll(skews).toEqual([-10, -10]);
      // A service that is started now has the same time.
      await lab.on("node2", "systemctl stop clock-a; rm /run/clock-a");
      await lab.on("node2", unit("clock-a", 'while sleep 0.2; do printf "%(%s)T\\n" -1 >/run/clock-a; done'));
      await expect.poll(skews).toEqual([-10, -10]);
      expect(await lab.lab("fault", "node2", "heal")).toMatchObject({ code: 0 });
      await expect.poll(skews).toEqual([0, 0]);
      await lab.on("node2", "systemctl stop clock-a clock-b");
    });

    test("healing what has no fault changes nothing", async () => {
      const before = leaders();
      for (const { name } of lab.plan.machines)
        expect(await lab.lab("fault", name, "heal")).toMatchObject({ code: 0 });
      expect(leaders()).toEqual(before);
      const { out } = await lab.lab("status", "--json");
      expect(
        (JSON.parse(out) as { machines: { faults: unknown[] }[] }).machines.flatMap(({ faults }) => faults),
      ).toEqual([]);
    });
  });

  test("down removes everything, and what lab run left running", async () => {
    keepJournals(lab.plan.folder);
    await lab.lab("run", "--", "bash", "-c", "setsid --fork sleep 1000 </dev/null >/dev/null 2>&1");
    expect(await lab.lab("down")).toMatchObject({ code: 0, out: "The lab is gone\n" });
    await expect.poll(() => lab.traces()).toEqual([]);
    expect(ownNetwork()).toBe(networkBefore);
    expect(ownMounts()).toBe(mountsBefore);
    // Another lab beside ours keeps the limits raised.
    if (limitBefore !== undefined && !otherLabs()) expect(inotifyInstances()).toBe(limitBefore);
    expect(await lab.lab("down")).toMatchObject({ code: 0, out: "There was no lab\n" });
    const after = await lab.lab("status");
    expect(after.code).toBe(1);
    expect(after.err).toContain("[lab-not-up]");
  });
});
