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
  return await makeMaterials(world, settings, making);
}

/**
 * What labs are made of, in the cache. Both parts are made at the same time where neither is there: the tree waits for
 * the network and the disk, the compiler for the processors. A lab that has a tree, `tree`, stays on it.
 */
export async function makeMaterials(
  world: LabWorld,
  settings: LabSettings,
  making: Making,
  tree?: string,
): Promise<Result<Prepared>> {
  const [base, artefacts] = await Promise.all([
    tree === undefined ? ensureBaseTree(world, settings) : succeeded(tree),
    artefactsFolder(world, settings, making),
  ]);
  if (base.ok && artefacts.ok) return succeeded({ baseTree: base.value, artefacts: artefacts.value });
  return failed(...[base, artefacts].flatMap((result) => (result.ok ? [] : result.problems)));
}
