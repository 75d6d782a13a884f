import { parseStorePath, type StorePath } from "../../store-path.ts";
import { type Answers, numberSaid } from "../answers.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/** What a host's boot loader starts when nobody chooses. */
export interface BootEntry {
  readonly loader: "systemd-boot" | "grub";
  /** The entry's name. */
  readonly entry: string;
  readonly system: StorePath;
  /** The generation of the system profile, where the entry's name tells it. */
  readonly generation: number | undefined;
}

/** Variables of the firmware's that systemd-boot heeds before its own file. */
const EFI = "/sys/firmware/efi/efivars";
const VENDOR = "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";

/** See {@link BootEntry}. */
export const bootLoader: Subject<Known<BootEntry>> = {
  atOnce: true,
  questions: () => [
    // Both are a number of four bytes, then UTF-16.
    `for name in LoaderEntryOneShot LoaderEntryDefault; do [ -e ${EFI}/$name-${VENDOR} ] && echo "loader-$name=$(tail -c +5 ${EFI}/$name-${VENDOR} | tr -d '\\000')"; done`,
    "for esp in /boot /efi /boot/efi; do",
    "[ -r $esp/loader/loader.conf ] || continue",
    "echo \"loader-default=$(sed -n 's/^default[[:space:]][[:space:]]*//p' $esp/loader/loader.conf | tail -n 1)\"",
    'for entry in $esp/loader/entries/*.conf; do [ -r "$entry" ] && echo "loader-entry=${entry##*/} $(sed -n \'s/^options.*init=\\([^ ]*\\)\\/init.*/\\1/p\' "$entry" | head -n 1)"; done',
    "break; done",
    // GRUB's own menu is a list without names: the first entry that names a system.
    "[ -r /boot/grub/grub.cfg ] && {",
    "echo \"grub-default=$(sed -n 's/^[[:space:]]*set default=//p' /boot/grub/grub.cfg | head -n 1)\"",
    "echo \"grub-system=$(sed -n 's/.*init=\\([^ ]*\\)\\/init.*/\\1/p' /boot/grub/grub.cfg | head -n 1)\"",
    "}",
  ],
  read: (answers) =>
    systemdBoot(answers) ?? grub(answers) ?? unknown("it has no boot loader that can be read"),
};

function systemdBoot({ all, last }: Answers): Known<BootEntry> | undefined {
  const entries = all("loader-entry").map((line) => line.split(" ") as [string, string?]);
  if (entries.length === 0) return undefined;
  const wanted =
    last("loader-LoaderEntryOneShot") || last("loader-LoaderEntryDefault") || last("loader-default");
  if (wanted === "") return unknown("its boot loader has no default");
  // A pattern is as the loader's documentation has it; of several that fit, it takes the newest, which is not redone here.
  const fitting = entries.filter(([name]) => fits(wanted, name));
  const [first, ...others] = fitting;
  if (first === undefined) return unknown(`its boot loader's default ${wanted} is not among its entries`);
  if (others.length > 0) return unknown(`its boot loader's default ${wanted} stands for several entries`);
  const [entry, path = ""] = first;
  const system = parseStorePath(path);
  if (system === undefined) return unknown(`the entry ${entry} starts no NixOS system`);
  const generation = numberSaid(/^nixos-generation-(\d+)/.exec(entry)?.[1] ?? "");
  return known({ loader: "systemd-boot", entry, system, generation });
}

function grub({ last }: Answers): Known<BootEntry> | undefined {
  const system = parseStorePath(last("grub-system"));
  if (system === undefined) return undefined;
  const chosen = last("grub-default").replaceAll('"', "");
  if (chosen !== "0") return unknown(`its GRUB starts the entry ${chosen || "of its own choice"}`);
  return known({ loader: "grub", entry: "0", system, generation: undefined });
}

function fits(wanted: string, name: string): boolean {
  const pattern = wanted
    .split("*")
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${pattern}(\\.conf)?$`).test(name);
}
