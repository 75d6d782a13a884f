import { existsSync, rmSync, writeFileSync } from "node:fs";
import { arch } from "node:os";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { hostCommand } from "../machine/host-command.ts";
import { hostPaths } from "../model/host-paths.ts";
import type { MachinePlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import { commandFailed, runCommand } from "../run-command.ts";
import { CLOCK_UNIT } from "../system/debian/files.ts";
import type { LabWorld } from "../world.ts";

/** Sets a host's clock ahead, for those of its processes that live longer than a tenth of a second. */
export async function skewClock(
  world: LabWorld,
  machine: MachinePlan,
  seconds: number,
): Promise<Result<undefined>> {
  if (arch() !== "x64") {
    return failed(
      problem(
        "clock-skew-unavailable",
        machine.name,
        `a host's clock can't be set on ${arch()}: containers share the machine's, and the way around that is written for x86-64`,
        "Try this fault on an x86-64 machine.",
      ),
    );
  }
  writeFileSync(marker(machine), `${Math.trunc(seconds)}\n`);
  const restarted = await systemctl(world, machine, "restart", "skew its clock");
  if (!restarted.ok) rmSync(marker(machine), { force: true });
  return restarted;
}

/** Gives a host the true time again. Does nothing where it has it. */
export async function straightenClock(world: LabWorld, machine: MachinePlan): Promise<Result<undefined>> {
  if (!existsSync(marker(machine))) return succeeded(undefined);
  rmSync(marker(machine));
  return await systemctl(world, machine, "stop", "put its clock right");
}

async function systemctl(
  world: LabWorld,
  machine: MachinePlan,
  verb: "restart" | "stop",
  description: string,
): Promise<Result<undefined>> {
  const argv = hostCommand(machine, ["systemctl", verb, CLOCK_UNIT]);
  if (!argv.ok) return argv;
  const options = { description, machine: machine.name, timeoutSeconds: 30 };
  const output = await runCommand(world, argv.value, options);
  return output.code === 0 ? succeeded(undefined) : failed(commandFailed(argv.value, output, options));
}

function marker({ folder }: MachinePlan): string {
  return `${hostPaths(folder).etc}/clock-skew`;
}
