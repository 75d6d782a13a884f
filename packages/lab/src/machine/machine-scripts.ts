import { type Argv, assignment, shellLine } from "@quorate/command";
import { hostPaths } from "../model/host-paths.ts";
import type { LanPlan, MachinePlan } from "../model/lab-plan.ts";
import { linkCommands, portCommand } from "../network/link-commands.ts";
import { SYSTEMS } from "../system/system-kind.ts";
import { CGROUP_FUNCTIONS } from "./cgroup-script.ts";
import { NSPAWN_ENVIRONMENT, nspawnCommand, REBOOT_WANTED } from "./nspawn-command.ts";

/** What a machine's network is made like at each boot while a file is there. */
export interface NetworkCondition {
  readonly file: string;
  /** Commands that are run before the cable is plugged in, or: it is not plugged in. */
  readonly commands: readonly Argv[] | "unplugged";
}

/** A script of a machine's folder. */
export interface MachineScript {
  readonly path: string;
  readonly text: string;
}

/**
 * What runs a machine: `supervisor.sh` for as long as it is powered on, `network.sh` at each of its boots
 * (no address, route or rule outlives a reboot, as on a real one), `boot.sh` in a mount namespace of its
 * own: when the machine's last process ends, however it ends, its mounts and loop device are gone too.
 */
export function machineScripts(
  machine: MachinePlan,
  lan: LanPlan,
  {
    conditions,
    ...places
  }: {
    readonly baseTree: string;
    readonly programs: string;
    readonly conditions: readonly NetworkCondition[];
  },
): readonly MachineScript[] {
  const paths = hostPaths(machine.folder);
  return [
    { path: paths.network, text: networkScript(machine, lan, conditions) },
    { path: paths.boot, text: bootScript(machine, places) },
    { path: paths.supervisor, text: supervisorScript(machine, lan) },
  ];
}

function networkScript(machine: MachinePlan, lan: LanPlan, conditions: readonly NetworkCondition[]): string {
  const unplugged = conditions.filter(({ commands }) => commands === "unplugged");
  const plug = shellLine(portCommand(lan, machine.link, "up"));
  return [
    "set -eu",
    ...unplug(machine, lan),
    ...linkCommands(lan, machine.link).map(shellLine),
    ...conditions.flatMap(({ file, commands }) =>
      commands === "unplugged" ? [] : [`if [ -e ${file} ]; then ${commands.map(shellLine).join("; ")}; fi`],
    ),
    unplugged.length === 0
      ? plug
      : `if ${unplugged.map(({ file }) => `[ ! -e ${file} ]`).join(" && ")}; then ${plug}; fi`,
    "",
  ].join("\n");
}

function unplug({ link }: MachinePlan, lan: LanPlan): readonly string[] {
  // The cable goes first: a namespace lives on while any process is in it.
  return [
    `${shellLine(["ip", "-n", lan.namespace, "link", "delete", link.port])} 2>/dev/null || true`,
    `${shellLine(["ip", "netns", "delete", link.namespace])} 2>/dev/null || true`,
  ];
}

function bootScript(
  machine: MachinePlan,
  { baseTree, programs }: { readonly baseTree: string; readonly programs: string },
): string {
  const { disk, mount, folder } = { ...hostPaths(machine.folder), folder: machine.folder };
  return [
    "set -eu",
    CGROUP_FUNCTIONS,
    assignment("cgroup", machine.cgroup),
    // nspawn keeps folders there; in a file system of its own they leave nothing behind.
    "mkdir -p /run/systemd/nspawn",
    "mount -t tmpfs -o mode=0755 quorate-lab /run/systemd/nspawn",
    shellLine(["mount_controllers", `${folder}/cgroups`]),
    "join_cgroup",
    // What nspawn makes there it makes in one hierarchy and takes for there in the others: where half of it is left,
    // by a removal that was killed, it finds no place to go to.
    "for part in payload supervisor; do (cgroup=$cgroup/$part && remove_cgroup) || true; done",
    // 1: mended. The last power cut may have come in the middle of a write.
    `e2fsck -p ${disk} >/dev/null || [ $? -le 1 ]`,
    shellLine(["mount", "-o", "loop", disk, mount]),
    shellLine([
      "mkdir",
      "-p",
      ...["upper", "work", "root", "containerd", "kubelet", "rancher"].map((name) => `${mount}/${name}`),
    ]),
    ...SYSTEMS[machine.system].mountRoot(machine, baseTree),
    ...Object.entries(NSPAWN_ENVIRONMENT).map(([name, value]) => `export ${assignment(name, value)}`),
    `exec ${shellLine(nspawnCommand(machine, programs))}`,
    "",
  ].join("\n");
}

function supervisorScript(machine: MachinePlan, lan: LanPlan): string {
  const { network, boot } = hostPaths(machine.folder);
  return [
    "set -u",
    CGROUP_FUNCTIONS,
    assignment("cgroup", machine.cgroup),
    // The lab may have been taken down since this was started.
    `[ -e ${network} ] || exit 1`,
    "join_cgroup || exit 1",
    "while :; do",
    `  bash ${network} || exit 1`,
    `  unshare --mount --propagation slave bash ${boot}`,
    "  code=$?",
    `  [ "$code" = ${REBOOT_WANTED} ] || break`,
    "done",
    // A machine that is off answers nothing, not even ARP.
    ...unplug(machine, lan),
    'echo "powered off (systemd-nspawn ended with $code)"',
    "",
  ].join("\n");
}
