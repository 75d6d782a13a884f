import { join } from "node:path";
import type { Result } from "@quorate/cluster";
import {
  artefactsInUse,
  type ImageReferences,
  type LabSettings,
  type LabWorld,
  type MakingNeeds,
  makingNeeds,
  NOTHING_TO_MAKE,
  noArtefacts,
  prepareArtefacts,
} from "@quorate/lab";
import { COREDNS_IMAGE, KUBE_VIP_IMAGE } from "@quorate/nixos";
import { installationRoot } from "../machines/installation.ts";

/** What the manifests of clusters call the images that a lab brings. */
export const IMAGE_REFERENCES: ImageReferences = { coredns: COREDNS_IMAGE, kubeVip: KUBE_VIP_IMAGE };

/** What it takes of this machine to make what {@link kubernetesArtefacts} will have to make. */
export function kubernetesNeeds(settings: LabSettings): MakingNeeds {
  if (areGiven(settings)) return NOTHING_TO_MAKE;
  return makingNeeds({
    cache: cacheOf(settings),
    recipes: recipesFolder(),
    path: process.env["PATH"] ?? "",
  });
}

/**
 * The folder with Kubernetes' programs and images that all hosts see: the one that the environment names, or
 * one that is made now, which takes minutes the first time.
 */
export async function kubernetesArtefacts(world: LabWorld, settings: LabSettings): Promise<Result<string>> {
  if (areGiven(settings)) return { ok: true, value: settings.artefacts };
  const cache = cacheOf(settings);
  const made = await prepareArtefacts(world, {
    cache,
    recipes: recipesFolder(),
    path: process.env["PATH"] ?? "",
    architecture: process.arch,
    images: IMAGE_REFERENCES,
    pull: process.env["QUORATE_LAB_IMAGES"] !== "stand-ins",
    inUse: artefactsInUse(cache, settings.stateRoot),
  });
  return made.ok ? { ok: true, value: made.value.path } : made;
}

/** Whether the environment names a folder. */
function areGiven(settings: LabSettings): boolean {
  return settings.artefacts !== noArtefacts(settings);
}

function cacheOf({ cacheRoot }: LabSettings): string {
  return join(cacheRoot, "artefacts");
}

function recipesFolder(): string {
  return join(installationRoot(), "packages/lab/artefacts");
}
