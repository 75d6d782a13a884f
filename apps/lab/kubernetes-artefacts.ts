import { join } from "node:path";
import {
  artefactsInUse,
  type ImageReferences,
  type LabResult,
  type LabSettings,
  type LabWorld,
  prepareArtefacts,
} from "@quorate/lab";
import { COREDNS_IMAGE, KUBE_VIP_IMAGE } from "@quorate/nixos";
import { installationRoot } from "../installation.ts";

/** What the manifests of clusters call the images that a lab brings. */
export const IMAGE_REFERENCES: ImageReferences = { coredns: COREDNS_IMAGE, kubeVip: KUBE_VIP_IMAGE };

/**
 * The folder with Kubernetes' programs and images that all hosts see: the one that the environment names, or
 * one that is made now, which takes minutes the first time.
 */
export async function kubernetesArtefacts(
  world: LabWorld,
  settings: LabSettings,
): Promise<LabResult<string>> {
  if (process.env["QUORATE_LAB_ARTEFACTS"]) return { ok: true, value: settings.artefacts };
  const cache = join(settings.cacheRoot, "artefacts");
  const made = await prepareArtefacts(world, {
    cache,
    recipes: join(installationRoot(), "packages/lab/artefacts"),
    path: process.env["PATH"] ?? "",
    architecture: process.arch,
    images: IMAGE_REFERENCES,
    pull: process.env["QUORATE_LAB_IMAGES"] !== "stand-ins",
    inUse: artefactsInUse(cache, settings.stateRoot),
  });
  return made.ok ? { ok: true, value: made.value.path } : made;
}
