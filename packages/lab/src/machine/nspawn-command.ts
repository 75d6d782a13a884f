import type { Argv } from "@quorate/command";
import { hostPaths } from "../model/host-paths.ts";
import type { MachinePlan } from "../model/lab-plan.ts";
import { ARTEFACTS_IN_HOST } from "../model/settings.ts";

/** The first program of every host: the base tree has it. */
export const FIRST_PROGRAM = "/usr/lib/quorate-lab/init";

/** systemd-nspawn's exit code when the host asked for a reboot and something else is to do it. */
export const REBOOT_WANTED = 133;

/** The environment of {@link nspawnCommand}. */
export const NSPAWN_ENVIRONMENT: { readonly [name: string]: string } = {
  // Each host sees its own cgroup as the root: two kubelets never meet in one tree.
  SYSTEMD_NSPAWN_USE_CGNS: "1",
  // /proc/sys/net belongs to the host's network namespace, so the host may write it; nothing else below
  // /proc/sys and /sys, which belongs to the machine.
  SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network",
};

/** Boots a machine in its network namespace, with all that containers inside the container need. */
export function nspawnCommand(machine: MachinePlan, programs: string): Argv {
  const paths = hostPaths(machine.folder);
  return [
    "systemd-nspawn",
    "--quiet",
    `--directory=${paths.root}`,
    `--machine=${machine.name}`,
    `--hostname=${machine.name}`,
    `--uuid=${machine.uuid}`,
    // There may be no systemd on this machine to register with. Who starts us again after a reboot is the
    // supervisor: without a unit of its own nspawn leaves that to its caller.
    "--register=no",
    "--keep-unit",
    `--network-namespace-path=/run/netns/${machine.link.namespace}`,
    "--capability=all",
    // runc joins session keyrings and loads BPF programs for devices.
    "--system-call-filter=@keyring bpf @privileged @mount",
    "--rlimit=NOFILE=1048576",
    "--bind=/dev/kmsg",
    `--bind-ro=${paths.etc}:/etc/quorate-lab`,
    `--bind-ro=${programs}:${ARTEFACTS_IN_HOST}`,
    `--bind=${paths.journal}:/var/log/journal`,
    // containerd's overlays can't lie on an overlay: these folders are the disk itself.
    `--bind=${paths.mount}/containerd:/var/lib/containerd`,
    `--bind=${paths.mount}/kubelet:/var/lib/kubelet`,
    // k3s has its containerd's in there.
    `--bind=${paths.mount}/rancher:/var/lib/rancher`,
    "--link-journal=no",
    "--resolv-conf=off",
    "--timezone=off",
    "--console=pipe",
    // systemd's word for "shut down"; nspawn knows that by itself only with --boot.
    "--kill-signal=SIGRTMIN+3",
    FIRST_PROGRAM,
  ];
}
