import { existsSync } from "node:fs";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { isThere } from "../machine/is-there.ts";
import { machineState } from "../machine/machine-state.ts";
import { hostPaths } from "../model/host-paths.ts";
import type { MachinePlan } from "../model/lab-plan.ts";
import { commandFailed, runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";

/** What an installation makes, and nothing else does: the link to the system that the host boots. */
const PROFILE = "nix/var/nix/profiles/system";

/** Whether a host has a system of its own, running or off. Looks at its disk, and changes nothing. */
export async function isInstalled(world: LabWorld, machine: MachinePlan): Promise<Result<boolean>> {
  const state = machineState(machine);
  // Of a disk that is in use the file system knows more than the image.
  if (state.kind === "running" && isThere(`/proc/${state.leader}/root`)) {
    return succeeded(isThere(`/proc/${state.leader}/root/${PROFILE}`));
  }
  const { disk } = hostPaths(machine.folder);
  if (!existsSync(disk)) return succeeded(false);
  const argv = ["debugfs", "-R", `stat /upper/${PROFILE}`, disk] as const;
  const options = { description: "look into its disk", machine: machine.name };
  // It ends with 0 whatever it finds, a file system or none.
  const output = await runCommand(world, argv, options);
  if (/^Inode: \d+ +Type: symlink/m.test(output.stdout)) return succeeded(true);
  if (output.stderr.includes("File not found")) return succeeded(false);
  return failed(commandFailed(argv, output, options));
}
