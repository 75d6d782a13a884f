import type { Disk } from "./host.ts";
import type { System } from "./system.ts";

/** A kernel in /boot, in MiB. It is written beside itself, and what is old goes by hand alone. */
export const KERNEL_SIZE = 40;

/** What a boot loader has. */
export interface BootFolder {
  readonly kernels: Set<number>;
  /** MiB; `undefined` where there is plenty, and nobody tells. */
  free: number | undefined;
  /** Whether what it was to start was written half-way: then it starts nothing. */
  half: boolean;
}

/** Has the boot loader start a system: whether there was room for that. */
export function writeBoot({ boot }: Disk, { kernel }: System): boolean {
  const { kernels, free } = boot;
  boot.half = false;
  if (kernels.has(kernel)) return true;
  if (free !== undefined) {
    boot.half = free < 2 * KERNEL_SIZE;
    if (boot.half) return false;
    boot.free = free - KERNEL_SIZE;
  }
  kernels.add(kernel);
  return true;
}
