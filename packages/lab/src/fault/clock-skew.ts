import { existsSync, rmSync, writeFileSync } from "node:fs";
import { arch } from "node:os";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { hostCommand } from "../machine/host-command.ts";
import { machineState } from "../machine/machine-state.ts";
import { hostPaths } from "../model/host-paths.ts";
import type { MachinePlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import { commandFailed, runCommand } from "../run-command.ts";
import { CLOCK_UNIT } from "../system/debian/files.ts";
import type { Fault, FaultTarget } from "./fault.ts";

const AN_HOUR = 3600;

/** A clock that is wrong, for those of the host's processes that live longer than a tenth of a second. */
export const clockSkew: Fault = {
  meaning:
    "set its clock an hour ahead, or by `--by <seconds>`; on x86-64 alone, and what lives shorter than a tenth of a second sees the true time",
  until: "`heal`",
  needsPower: true,
  takesSeconds: true,
  silences: false,
  comesBack: false,
  atBoot: { kind: "stays" },
  inflict: async (target, { skewSeconds = AN_HOUR }) => {
    const { machine } = target;
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
    writeFileSync(wrongBy(machine), `${Math.trunc(skewSeconds)}\n`);
    const restarted = await systemctl(target, "restart", "skew its clock");
    if (!restarted.ok) rmSync(wrongBy(machine), { force: true });
    return restarted;
  },
  isThere: (machine) => existsSync(wrongBy(machine)),
  heal: {
    kind: "any-time",
    undo: async (target) => {
      if (!existsSync(wrongBy(target.machine))) return succeeded(undefined);
      rmSync(wrongBy(target.machine));
      // One that is off has the true time when it is on again.
      if (machineState(target.machine).kind !== "running") return succeeded(undefined);
      return await systemctl(target, "stop", "put its clock right");
    },
  },
};

async function systemctl(
  { world, machine }: FaultTarget,
  verb: "restart" | "stop",
  description: string,
): Promise<Result<undefined>> {
  const argv = hostCommand(machine, ["systemctl", verb, CLOCK_UNIT]);
  if (!argv.ok) return argv;
  const options = { description, machine: machine.name, timeoutSeconds: 30 };
  const output = await runCommand(world, argv.value, options);
  return output.code === 0 ? succeeded(undefined) : failed(commandFailed(argv.value, output, options));
}

/** A file that the host sees, with the seconds that its clock is wrong by; the unit reads it at each boot. */
function wrongBy({ folder }: MachinePlan): string {
  return `${hostPaths(folder).etc}/clock-skew`;
}
