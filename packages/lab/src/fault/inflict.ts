import { existsSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { killAll, setFrozen } from "../machine/cgroup.ts";
import { hostCommand } from "../machine/host-command.ts";
import { machineState } from "../machine/machine-state.ts";
import { powerOn } from "../machine/power.ts";
import { hostPaths } from "../model/host-paths.ts";
import type { LabPlan, MachinePlan } from "../model/lab-plan.ts";
import { portCommand } from "../network/link-commands.ts";
import { problem } from "../problem-kind.ts";
import { commandFailed, runAll, runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { skewClock, straightenClock } from "./clock-skew.ts";
import { emptyDisk, fillDisk } from "./disk-full.ts";
import { type FaultKind, slowCommands, unslowCommands } from "./fault.ts";

/** How much of it. */
export interface FaultOptions {
  /** Seconds that `clock-skew` sets the clock ahead; back, where they are negative. Default: an hour. */
  readonly skewSeconds?: number;
}

/** Does something to a machine of a lab, or heals it. The same fault twice is the fault once. */
export async function inflictFault(
  world: LabWorld,
  plan: LabPlan,
  machine: MachinePlan,
  fault: FaultKind,
  options: FaultOptions = {},
): Promise<Result<undefined>> {
  const state = machineState(machine);
  if (state.kind === "off" && fault !== "heal" && fault !== "kill") {
    return failed(
      problem(
        "machine-not-up",
        machine.name,
        `it is powered off, and ${fault} needs it on`,
        "Run `quorate lab up`: it powers on what is off.",
      ),
    );
  }
  switch (fault) {
    case "kill":
      return await kill(world, plan, machine);
    case "freeze":
      return await freeze(machine);
    case "reboot":
      return await reboot(world, machine);
    case "partition":
      mark(machine, fault);
      return await runAll(world, [portCommand(plan.lan, machine.link, "down")], {
        description: "pull its network cable",
        machine: machine.name,
      });
    case "slow":
      mark(machine, fault);
      return await runAll(world, slowCommands(plan.lan, machine.link), {
        description: "slow its network down",
        machine: machine.name,
      });
    case "disk-full":
      return await fillDisk(world, machine);
    case "clock-skew":
      return await skewClock(world, machine, options.skewSeconds ?? 3600);
    case "heal":
      return await heal(world, plan, machine);
  }
}

/** Undoes every fault of a machine, and powers it on if it is off. */
async function heal(world: LabWorld, plan: LabPlan, machine: MachinePlan): Promise<Result<undefined>> {
  setFrozen(machine.cgroup, false);
  const slow = unmark(machine, "slow");
  unmark(machine, "partition");
  if (machineState(machine).kind !== "off") {
    if (slow) {
      for (const argv of unslowCommands(plan.lan, machine.link)) {
        await runCommand(world, argv, { description: "give its network its speed back" });
      }
    }
    const plugged = await runAll(world, [portCommand(plan.lan, machine.link, "up")], {
      description: "plug its network cable in",
      machine: machine.name,
    });
    if (!plugged.ok) return plugged;
  }
  await straightenClock(world, machine);
  const power = await powerOn(world, machine);
  if (!power.ok) return power;
  // Its disk can be reached only while it is on.
  emptyDisk(machine);
  return succeeded(undefined);
}

/** All processes at once, the supervisor too: nothing is left that could say goodbye to anybody. */
async function kill(world: LabWorld, plan: LabPlan, machine: MachinePlan): Promise<Result<undefined>> {
  if (!(await killAll(machine.cgroup))) {
    return failed(
      problem(
        "process-not-ended",
        machine.name,
        "its processes did not end",
        "They wait for a disk or another device that does not answer. Try again once it does.",
      ),
    );
  }
  // What is off answers nothing, not even ARP, whereas a namespace without processes does.
  await runCommand(world, ["ip", "-n", plan.lan.namespace, "link", "delete", machine.link.port], {
    description: "cut its network",
  });
  return succeeded(undefined);
}

async function freeze(machine: MachinePlan): Promise<Result<undefined>> {
  for (let attempt = 0; attempt < 50; attempt++) {
    setFrozen(machine.cgroup, true);
    const state = machineState(machine);
    if (state.kind === "running" && state.frozen) return succeeded(undefined);
    await sleep(100);
  }
  return failed(
    problem(
      "machine-not-frozen",
      machine.name,
      "its processes did not all stop within five seconds",
      "Heal it and try again.",
    ),
  );
}

async function reboot(world: LabWorld, machine: MachinePlan): Promise<Result<undefined>> {
  const before = machineState(machine);
  const argv = hostCommand(machine, ["systemctl", "reboot", "--no-wall"]);
  if (!argv.ok) return argv;
  const options = { description: "ask it to reboot", machine: machine.name };
  const output = await runCommand(world, argv.value, { ...options, timeoutSeconds: 30 });
  // The shell that asked may itself be ended by the reboot.
  if (output.code !== 0 && output.code !== undefined && output.code < 128) {
    return failed(commandFailed(["systemctl", "reboot"], output, options));
  }
  const old = before.kind === "running" ? before.leader : undefined;
  for (let attempt = 0; attempt < 1200; attempt++) {
    const state = machineState(machine);
    if (state.kind === "running" && state.leader !== old) return succeeded(undefined);
    await sleep(100);
  }
  return failed(
    problem(
      "machine-not-rebooted",
      machine.name,
      "it did not come back within two minutes",
      `Look at \`quorate lab logs ${machine.name}\`: a service may refuse to stop.`,
    ),
  );
}

function mark(machine: MachinePlan, fault: FaultKind): void {
  writeFileSync(`${hostPaths(machine.folder).faults}/${fault}`, "");
}

/** Forgets a fault; says whether there was one. */
function unmark(machine: MachinePlan, fault: FaultKind): boolean {
  const file = `${hostPaths(machine.folder).faults}/${fault}`;
  const existed = existsSync(file);
  rmSync(file, { force: true });
  return existed;
}
