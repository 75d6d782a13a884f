import { shellLine } from "@quorate/command";
import { hostPaths } from "../../model/host-paths.ts";
import type { MachinePlan } from "../../model/lab-plan.ts";
import { overlay } from "../debian/root.ts";

/**
 * What of the base tree a NixOS has not: another /etc and /var, and what systemd would find beside its own. Programs
 * and libraries stay, since stand-ins of packages are links to them.
 */
const HIDDEN = [
  "etc",
  "home",
  "root",
  "usr/lib/environment.d",
  "usr/lib/modules-load.d",
  "usr/lib/sysctl.d",
  "usr/lib/systemd/network",
  "usr/lib/systemd/system",
  "usr/lib/systemd/system-preset",
  "usr/lib/systemd/user",
  "usr/lib/systemd/user-preset",
  "usr/lib/sysusers.d",
  "usr/lib/tmpfiles.d",
  "usr/lib/udev/rules.d",
  "var",
] as const;

/**
 * The root of a host of NixOS. Until it is installed it is an installer, a Debian that forgets what it was told: the
 * disk is what it has at /mnt, and the disk's store is its own. From then on the disk lies over what is left of the
 * base tree.
 */
export function nixosRoot(machine: MachinePlan, baseTree: string): readonly string[] {
  const { mount, root } = hostPaths(machine.folder);
  const disk = `${mount}/upper`;
  const [mask, installer, work] = [`${mount}/hidden`, `${mount}/installer`, `${mount}/installer-work`];
  return [
    `if [ -L ${disk}/nix/var/nix/profiles/system ]; then`,
    `  ${shellLine(["rm", "-rf", mask, installer, work])}`,
    // A device 0:0 in a layer says that what is below it is not there.
    ...HIDDEN.map((path) => `  mkdir -p ${mask}/${parentOf(path)} && mknod ${mask}/${path} c 0 0`),
    `  ${overlay({ lower: [mask, baseTree], upper: disk, work: `${mount}/work`, root })}`,
    `  mkdir -p ${root}/etc ${root}/root ${root}/var`,
    "else",
    `  ${shellLine(["rm", "-rf", installer, work])}`,
    `  ${shellLine(["mkdir", "-p", installer, work, `${disk}/nix`])}`,
    `  ${overlay({ lower: [baseTree], upper: installer, work, root })}`,
    `  mkdir -p ${root}/mnt ${root}/nix`,
    `  ${shellLine(["mount", "--bind", disk, `${root}/mnt`])}`,
    `  ${shellLine(["mount", "--bind", `${disk}/nix`, `${root}/nix`])}`,
    "fi",
  ];
}

function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
