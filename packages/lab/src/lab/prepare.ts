import { failed, type Result, succeeded } from "@quorate/cluster";
import { labRefusals } from "../admission/admit.ts";
import { artefactsFolder, type Making, purposeOf } from "../artefacts/supply.ts";
import type { LabPlan } from "../model/lab-plan.ts";
import type { LabSettings } from "../model/settings.ts";
import { ensureBaseTree } from "../system/debian/base-tree.ts";
import type { LabWorld } from "../world.ts";

/** The folders that labs are made of. */
export interface Prepared {
  readonly baseTree: string;
  readonly artefacts: string;
}

/** Fetches and builds what labs are made of, as the first `labUp` would. Starts nothing. */
export async function prepareLab(
  world: LabWorld,
  plan: LabPlan,
  settings: LabSettings,
  making: Making,
): Promise<Result<Prepared>> {
  const purpose = await purposeOf(world, settings, making);
  if (!purpose.ok) return purpose;
  const { toMake } = purpose.value;
  const refusals = await labRefusals(world, plan, settings, { hosts: "none", toMake });
  if (refusals.length > 0) return failed(...refusals);
  const tree = await ensureBaseTree(world, settings);
  if (!tree.ok) return tree;
  const artefacts = await artefactsFolder(world, settings, making);
  return artefacts.ok ? succeeded({ baseTree: tree.value, artefacts: artefacts.value }) : artefacts;
}
