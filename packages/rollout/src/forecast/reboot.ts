import type { SystemParts } from "../observe/host/systems.ts";
import { type Known, known, mapKnown } from "../observe/known.ts";

/** What of a system has no effect before a reboot, and what people call it. */
const PARTS = {
  kernel: "kernel",
  initrd: "initial ramdisk",
  modules: "kernel modules",
  parameters: "kernel parameters",
} as const;

/**
 * What a reboot is needed for before `wanted` is what a host does: nothing where it was booted with the same. Unknown
 * where one of the two is.
 */
export function rebootReasons(
  booted: Known<SystemParts>,
  wanted: Known<SystemParts>,
): Known<readonly string[]> {
  if (!booted.known) return booted;
  return mapKnown(wanted, (parts) =>
    (Object.keys(PARTS) as (keyof typeof PARTS)[])
      .filter((part) => booted.value[part] !== parts[part])
      .map((part) => `${PARTS[part]}${versions(part, booted.value[part], parts[part])}`),
  );
}

/** No reboot is needed where nothing of that changes. */
export const NO_REBOOT: Known<readonly string[]> = known([]);

/** ` linux-6.12.8 → linux-6.12.9`: the names say more than the hashes before them. */
function versions(part: keyof typeof PARTS, before: string, after: string): string {
  if (part === "parameters") return "";
  const [one, other] = [before, after].map((path) => /^\/nix\/store\/[^-/]+-([^/]+)/.exec(path)?.[1]);
  return one === undefined || other === undefined || one === other ? "" : ` ${one} → ${other}`;
}
