import { failed, type Problem, type Result } from "@quorate/cluster";
import { supplyProblems } from "../artefacts/supply.ts";
import { type LabState, readState } from "../lab/state-file.ts";
import type { LabPlan } from "../model/lab-plan.ts";
import type { LabSettings } from "../model/settings.ts";
import { hasBaseTree } from "../system/debian/base-tree.ts";
import type { LabWorld } from "../world.ts";
import { refuseAddressChange } from "./address-change.ts";
import { machineFacts } from "./machine-facts.ts";
import { nixProblems } from "./nix-features.ts";
import { nixpkgsProblems } from "./nixpkgs-tree.ts";
import { type LabOrigin, originOf } from "./origin.ts";
import { refuseOtherHosts } from "./other-hosts.ts";
import { refuseLab } from "./requirements.ts";
import type { LabPurpose } from "./resources.ts";
import { unfetchedReason } from "./unfetched.ts";

/** Why a lab can't run on this machine, or not with these settings; empty where it can. Changes nothing. */
export async function labRefusals(
  world: LabWorld,
  plan: LabPlan,
  settings: LabSettings,
  purpose: LabPurpose,
): Promise<readonly Problem[]> {
  const seen = await machineFacts(world, plan, settings, hasBaseTree(settings));
  // Bare hosts that get Kubernetes' programs now will want its memory.
  const grows = purpose.hosts === "kubernetes" && readState(plan.folder)?.hosts === "bare";
  const { url } = purpose.toMake;
  const unfetched = url === undefined ? undefined : await unfetchedReason(world, url);
  const facts = { ...seen, unfetched, ...(grows ? { running: [] } : {}) };
  const strange = nixpkgsProblems(settings.nixpkgs);
  return [
    ...refuseLab(facts, plan, purpose),
    ...supplyProblems(settings),
    ...(strange.length > 0 ? strange : await nixProblems(world, settings.nixpkgs)),
  ];
}

/** What of the lab that is there forbids to make it what the plan says; empty where nothing does. Changes nothing. */
export async function labConflicts(
  world: LabWorld,
  plan: LabPlan,
  source: string,
): Promise<readonly Problem[]> {
  const result = await admitChange(readState(plan.folder), world, plan, source);
  return result.ok ? [] : result.problems;
}

/** Whether the lab that is there (`undefined`: none) may become what the plan says, and whose it was. */
export async function admitChange(
  before: LabState | undefined,
  world: LabWorld,
  plan: LabPlan,
  source: string,
): Promise<Result<LabOrigin>> {
  const origin = originOf(before, source);
  if (!origin.ok || before === undefined) return origin;
  const problems = [
    ...refuseOtherHosts(before.plan, plan),
    ...(await refuseAddressChange(world, before, plan)),
  ];
  return problems.length === 0 ? origin : failed(...problems);
}
