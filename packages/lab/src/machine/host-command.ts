import { failed, type Result, succeeded } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import { hostPaths } from "../model/host-paths.ts";
import type { MachinePlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import { cgroupFilesOf } from "./cgroup.ts";
import { enterCommand } from "./enter-command.ts";
import { machineState } from "./machine-state.ts";

/** A command in a running machine, as root; refused where it would never end. */
export function hostCommand(machine: MachinePlan, argv: readonly string[], terminal?: string): Result<Argv> {
  const state = machineState(machine);
  if (state.kind !== "running") {
    return failed(
      problem(
        "machine-not-up",
        machine.name,
        state.kind === "off" ? "it is powered off" : "it is just being powered on or off",
        state.kind === "off" ? "Run `quorate lab up`: it powers on what is off." : "Try again in a moment.",
      ),
    );
  }
  if (state.frozen) {
    return failed(
      problem(
        "machine-frozen",
        machine.name,
        "it is frozen: nothing in it would answer",
        `Run \`quorate lab fault ${machine.name} heal\`.`,
      ),
    );
  }
  return succeeded(enterCommand(state.leader, cgroupFilesOf(state.leader), argv, terminal));
}

/** Prints a machine's journal; it need not be up. Further words go to journalctl, such as `--unit=etcd`. */
export function journalCommand(machine: MachinePlan, further: readonly string[]): Argv {
  return ["journalctl", `--directory=${hostPaths(machine.folder).journal}`, ...further];
}
