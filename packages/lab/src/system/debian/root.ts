import { shellLine } from "@quorate/command";
import { hostPaths } from "../../model/host-paths.ts";
import type { MachinePlan } from "../../model/lab-plan.ts";

/** The root of a host of Debian, and of every router: the base tree, with what the machine writes over it. */
export function debianRoot(machine: MachinePlan, baseTree: string): readonly string[] {
  const { mount, root } = hostPaths(machine.folder);
  return [overlay({ lower: [baseTree], upper: `${mount}/upper`, work: `${mount}/work`, root })];
}

/** A line that mounts an overlay; the first of the lower layers is the uppermost of them. */
export function overlay(layers: {
  readonly lower: readonly string[];
  readonly upper: string;
  readonly work: string;
  readonly root: string;
}): string {
  const options = `lowerdir=${layers.lower.join(":")},upperdir=${layers.upper},workdir=${layers.work}`;
  return shellLine(["mount", "-t", "overlay", "-o", options, "overlay", layers.root]);
}
