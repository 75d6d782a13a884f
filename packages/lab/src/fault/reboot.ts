import { failed, succeeded } from "@quorate/cluster";
import { hostCommand } from "../machine/host-command.ts";
import { machineState } from "../machine/machine-state.ts";
import { problem } from "../problem-kind.ts";
import { commandFailed, runCommand } from "../run-command.ts";
import { waitFor } from "../wait-for.ts";
import type { Fault } from "./fault.ts";

/** Seconds until its next boot has begun: systemd gives a service that does not stop a minute and a half. */
const BACK_SECONDS = 240;

/** A restart in order. */
export const reboot: Fault = {
  meaning: "restart it in order, as systemctl reboot does",
  until: "it is back, and answers",
  needsPower: true,
  takesSeconds: false,
  silences: false,
  comesBack: true,
  atBoot: { kind: "gone" },
  inflict: async ({ world, machine }) => {
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
    const back = await waitFor(
      () => {
        const state = machineState(machine);
        return state.kind === "running" && state.leader !== old ? true : undefined;
      },
      { seconds: BACK_SECONDS },
    );
    if (back) return succeeded(undefined);
    return failed(
      problem(
        "machine-not-rebooted",
        machine.name,
        `it did not come back within ${BACK_SECONDS} seconds`,
        `Look at \`quorate lab logs ${machine.name}\`: a service may refuse to stop.`,
      ),
    );
  },
  isThere: () => false,
  heal: { kind: "passed" },
};
