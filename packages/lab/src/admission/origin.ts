import { existsSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import type { LabState } from "../lab/state-file.ts";
import { problem } from "../problem-kind.ts";
import type { LabWorld } from "../world.ts";

/** Whose a lab is, seen from a machines.ts: its own, or that of one which is not there any more. */
export type LabOrigin = { readonly kind: "own" } | { readonly kind: "orphan"; readonly source: string };

/**
 * Whether a lab is that of `source`, the absolute path of a machines.ts: two folders whose clusters have one name
 * would share hosts and disks. Files of one folder are taken for one another. Refuses where the lab is another's.
 */
export function originOf(before: LabState | undefined, source: string): Result<LabOrigin> {
  const other = before?.source;
  // Labs of an earlier version don't say.
  if (before === undefined || other === undefined || folderOf(other) === folderOf(source)) {
    return succeeded({ kind: "own" });
  }
  if (!existsSync(other)) return succeeded({ kind: "orphan", source: other });
  const { cluster, folder } = before.plan;
  return failed(
    problem(
      "lab-of-another",
      folder,
      `the lab of the name "${cluster}" is that of ${other}, and this is ${source}`,
      `Rename one of the two clusters, or set QUORATE_LAB_STATE to another folder; or take that lab down first, there or by \`quorate lab down --name ${cluster}\`.`,
    ),
  );
}

/** Says whose a lab was, where that is not there any more. */
export function sayOrigin(world: LabWorld, origin: LabOrigin): void {
  if (origin.kind === "own") return;
  world.say("lab", `it was that of ${origin.source}, which is not there any more`);
}

function folderOf(file: string): string {
  try {
    return realpathSync(dirname(file));
  } catch {
    return dirname(file);
  }
}
