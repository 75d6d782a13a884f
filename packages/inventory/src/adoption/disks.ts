import type { NodeAdoption } from "./adoption.ts";
import type { FileSystem, HostAnswer } from "./host-answer.ts";

/** File systems that NixOS needs to be told nothing more of than where they are. */
const PLAIN: readonly string[] = ["ext4", "ext3", "xfs", "btrfs", "vfat"];

/** Disks of the machine itself, by a name that stays. */
const STAYS = /^\/dev\/disk\/by-(uuid|label|partuuid|partlabel|id)\//;

/** The disks as they are, or why they can't stay. */
export type DisksJudged =
  | { readonly ok: true; readonly value: Pick<NodeAdoption, "boot" | "disks"> }
  | { readonly ok: false; readonly why: string; readonly boot: NodeAdoption["boot"] };

/** Whether the disks of a machine can stay as somebody has made them; `disk` is where GRUB is said to be. */
export function judgeDisks(answer: HostAnswer, disk: string | undefined): DisksJudged {
  const { fileSystems, firmware, loader, swap } = answer;
  const boot = loader === "systemd-boot" || (loader === undefined && firmware === "uefi") ? "uefi" : "bios";
  const no = (why: string): DisksJudged => ({ ok: false, why, boot });
  if (!fileSystems.some(({ target }) => target === "/")) return no("it does not tell what / is on");
  if (loader === undefined) return no("it does not tell which boot loader it has");
  if (loader === "grub" && firmware === "uefi")
    return no("it boots by GRUB and UEFI, which Quorate does not set up");
  const other = [...fileSystems].find(({ type }) => !PLAIN.includes(type));
  if (other !== undefined) return no(`${other.target} is of the type ${other.type}`);
  const unsteady = fileSystems.find(({ source }) => !STAYS.test(source));
  if (unsteady !== undefined)
    return no(`${unsteady.target} is on ${unsteady.source}, which may need more to be told`);
  if (boot === "uefi" && !fileSystems.some(isBoot)) return no("it does not tell what /boot is on");
  if (boot === "bios" && disk === undefined) return no("it does not tell which disk GRUB is on");
  const disks = { fileSystems, swap, grub: boot === "bios" ? disk : undefined };
  return { ok: true, value: { boot, disks } };
}

function isBoot({ target, type }: FileSystem): boolean {
  return target === "/boot" && type === "vfat";
}
