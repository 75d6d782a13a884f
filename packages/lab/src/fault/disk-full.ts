import { readFileSync, rmSync } from "node:fs";
import { failed, succeeded } from "@quorate/cluster";
import { machineState } from "../machine/machine-state.ts";
import { hostPaths } from "../model/host-paths.ts";
import type { MachinePlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import { commandFailed, runCommand } from "../run-command.ts";
import type { Fault } from "./fault.ts";
import { isMarked, mark, unmark } from "./mark.ts";

/**
 * Reserves blocks for the file `$0` until none is free: all of them if they can be had, else half as many,
 * and so on. They are reserved, not written: the image that the disk lies in grows by next to nothing.
 */
const FILL_SCRIPT = `
touch "$0" || exit 1
size=$(( $(stat -f -c '%a * %S / 1024' "$0") ))
while [ "$size" -ge 4 ]; do
  fallocate --offset "$(stat -c %s "$0")" --length "\${size}KiB" "$0" 2>/dev/null || size=$((size / 2))
done
[ "$(stat -f -c %a "$0")" -lt 16 ]
`;

/** A disk without a free block. */
export const diskFull: Fault = {
  meaning: "fill its disk to the last block",
  until: "`heal`",
  needsPower: true,
  takesSeconds: false,
  silences: false,
  comesBack: false,
  atBoot: { kind: "stays" },
  inflict: async ({ world, machine }) => {
    const ballast = ballastFile(machine);
    if (ballast === undefined) {
      return failed(
        problem(
          "machine-not-up",
          machine.name,
          "it is just being powered on or off",
          "Try again in a moment.",
        ),
      );
    }
    mark(machine, "disk-full");
    const argv = ["bash", "-c", FILL_SCRIPT, ballast] as const;
    const options = { description: "fill its disk", machine: machine.name };
    const output = await runCommand(world, argv, options);
    return output.code === 0 ? succeeded(undefined) : failed(commandFailed(["fallocate"], output, options));
  },
  isThere: (machine) => isMarked(machine, "disk-full"),
  // Its disk can be reached only while it is on.
  heal: {
    kind: "powered",
    undo: async ({ machine }) => {
      const ballast = isMarked(machine, "disk-full") ? ballastFile(machine) : undefined;
      if (ballast === undefined) return succeeded(undefined);
      rmSync(ballast, { force: true });
      unmark(machine, "disk-full");
      return succeeded(undefined);
    },
  },
};

/**
 * A file on the machine's disk, beside what the host sees of it. The disk is mounted where systemd-nspawn
 * runs, the parent of the host's first process, and nowhere else: hence the path through /proc.
 */
function ballastFile(machine: MachinePlan): string | undefined {
  const state = machineState(machine);
  if (state.kind !== "running") return undefined;
  const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${state.leader}/status`, "utf8"))?.[1];
  return `/proc/${parent}/root${hostPaths(machine.folder).mount}/ballast`;
}
