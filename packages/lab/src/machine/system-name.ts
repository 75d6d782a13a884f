import type { MachinePlan } from "../model/lab-plan.ts";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { hostCommand } from "./host-command.ts";

/**
 * What a machine runs, as its own /etc/os-release has it: `debian 13`, `nixos 26.11`. A host of NixOS that is not
 * installed yet is `bare`. One that can't be asked is what it is planned as.
 */
export async function systemName(world: LabWorld, machine: MachinePlan): Promise<string> {
  // Labs of earlier versions don't say.
  const planned = machine.system ?? "debian";
  const argv = hostCommand(machine, ["cat", "/etc/os-release"]);
  if (!argv.ok) return planned;
  const { code, stdout } = await runCommand(world, argv.value, {
    description: "ask what it runs",
    timeoutSeconds: 5,
  });
  return code === 0 ? nameIn(stdout, planned) : planned;
}

/** The name in an os-release file. */
export function nameIn(text: string, planned: MachinePlan["system"]): string {
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(text)?.[1];
  const id = field("ID") ?? planned;
  if (id !== planned) return "bare";
  return [id, field("VERSION_ID")].filter(Boolean).join(" ");
}
