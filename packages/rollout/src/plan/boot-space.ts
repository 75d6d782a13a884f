import type { DesiredNode } from "../desired.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/** How often what is new has to fit into /boot: it is written beside itself, and what is old goes last. */
const NEEDED = 2;

/** How often it should fit, so that the next one does as well. */
const EASY = 3;

/**
 * What is wrong with the space of /boot on nodes that are to boot another kernel or initial ramdisk: a boot loader that
 * runs out of it half-way leaves a machine that boots what it should not, or nothing. Where the new system's sizes or the
 * free space are not known, or its files are there already, nothing is said.
 */
export function judgeBootSpace(
  desired: readonly DesiredNode[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  return desired.flatMap(({ node: { name }, parts }) => {
    const seen = knownOf(name, observed);
    if (seen?.kind !== "installed" || parts?.bootBytes === undefined) return [];
    const { space, systems } = seen.facts;
    if (!space.boot.known) return [];
    const there = systems.profile.known ? systems.profile.value : undefined;
    const { kernel, initrd } = parts.bootBytes;
    const adds =
      (parts.kernel === there?.kernel ? 0 : kernel) + (parts.initrd === there?.initrd ? 0 : initrd);
    const { free } = space.boot.value;
    if (adds === 0 || free >= adds * EASY) return [];
    const code = free < adds * NEEDED ? "boot-space-short" : "boot-space-low";
    return [
      problem(
        code,
        name,
        `${name} has ${mebibytes(free)} MiB free in /boot, and the kernel and initial ramdisk of its new system take ${mebibytes(adds)} MiB, up to ${NEEDED} times as long as the old ones are there`,
        `Make space there: on ${name}, nix-collect-garbage --delete-older-than 30d && /run/current-system/bin/switch-to-configuration boot. So that it stays: boot.loader.systemd-boot.configurationLimit (or grub's)`,
      ),
    ];
  });
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 1024 ** 2);
}
