import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { writeFileAtomic } from "@quorate/files";
import { LABS_CGROUP } from "../model/lab-name.ts";
import { hierarchies } from "./cgroup.ts";

/**
 * Limits of the kernel that all containers of a machine share, by their paths below /proc/sys, and the least
 * that a lab wants. They cost nothing by themselves. Of inotify's instances a systemd with its daemons takes
 * eight, a kubelet with its containers some more, and 128 for everybody is what many kernels start with.
 */
const KERNEL_LIMITS: { readonly [setting: string]: number } = {
  "fs/inotify/max_user_instances": 8192,
};

/** What the limits were before the first lab raised them. It is gone after a reboot of this machine, as they are. */
const RECORD = "/run/quorate-lab/kernel-limits.json";

type Values = { readonly [setting: string]: number };

/** Raises the kernel's limits that are too low for many hosts. Returns those that could not be raised. */
export function raiseLimits(): readonly string[] {
  const low = Object.entries(KERNEL_LIMITS).filter(([setting, wanted]) => {
    const now = read(setting);
    return now !== undefined && now < wanted;
  });
  if (low.length === 0) return [];
  // Written before they are raised, and what is there already is older.
  record({ ...Object.fromEntries(low.map(([setting]) => [setting, read(setting) ?? 0])), ...recorded() });
  return low.filter(([setting, wanted]) => !write(setting, wanted)).map(([setting]) => setting);
}

/** Puts the limits back, unless another lab is still there. */
export function restoreLimits(): void {
  const others = hierarchies().some((hierarchy) => {
    const folder = `${hierarchy}/${LABS_CGROUP}`;
    return (
      existsSync(folder) && readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isDirectory())
    );
  });
  if (others) return;
  for (const [setting, value] of Object.entries(recorded())) write(setting, value);
  rmSync(dirname(RECORD), { recursive: true, force: true });
}

function recorded(): Values {
  return existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, "utf8")) as Values) : {};
}

function record(values: Values): void {
  mkdirSync(dirname(RECORD), { recursive: true });
  writeFileAtomic(RECORD, `${JSON.stringify(values, null, 2)}\n`);
}

function read(setting: string): number | undefined {
  const file = `/proc/sys/${setting}`;
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
}

function write(setting: string, value: number): boolean {
  try {
    writeFileSync(`/proc/sys/${setting}`, `${value}\n`);
    return true;
  } catch {
    return false;
  }
}
