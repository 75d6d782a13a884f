import { basename, dirname, join } from "node:path";
import type { Cluster, Problem } from "@quorate/cluster";
import { emitCluster, type GeneratedFile } from "@quorate/nixos";
import { digestInputs, type GeneratedDifference } from "@quorate/workbench";
import { problem } from "../problem-kind.ts";

/** The folder of generated files that belongs to a machines.ts. */
export function generatedFolder(machinesFile: string): string {
  return join(dirname(machinesFile), "nix/generated");
}

/** What nix/generated is to hold for a cluster that was read from `machinesFile`. */
export async function emitFor(cluster: Cluster, machinesFile: string): Promise<readonly GeneratedFile[]> {
  return emitCluster(cluster, {
    inputsDigest: await digestInputs(dirname(machinesFile)),
    from: basename(machinesFile),
  });
}

/** Files that would be written, changed or removed. */
export function countChanges({ missing, changed, obsolete }: GeneratedDifference): number {
  return missing.length + changed.length + obsolete.length;
}

/** What is to be said of generated files that differ from what machines.ts gives; nothing where none does. */
export function staleProblems(folder: string, difference: GeneratedDifference): readonly Problem[] {
  const changes = countChanges(difference);
  if (changes === 0) return [];
  return [
    problem(
      "generated-stale",
      folder,
      `${changes} generated ${changes === 1 ? "file is" : "files are"} stale: ${sample(difference)}`,
      "Run `quorate generate`, look at what changes, and commit it.",
    ),
  ];
}

function sample({ missing, changed, obsolete }: GeneratedDifference): string {
  const all = [
    ...changed.map((path) => `${path} (changed)`),
    ...missing.map((path) => `${path} (missing)`),
    ...obsolete.map((path) => `${path} (no longer wanted)`),
  ];
  return all.length > 5 ? `${all.slice(0, 5).join(", ")} and ${all.length - 5} more` : all.join(", ");
}
