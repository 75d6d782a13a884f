import { join } from "node:path";
import { type LabResult, type LabSettings, type LabWorld, prepareArtefacts } from "@quorate/lab";
import { installationRoot } from "../installation.ts";

/**
 * The folder with Kubernetes' programs and images that all hosts see: the one that the environment names, or
 * one that is made now, which takes minutes the first time.
 */
export async function kubernetesArtefacts(
  world: LabWorld,
  settings: LabSettings,
): Promise<LabResult<string>> {
  if (process.env["QUORATE_LAB_ARTEFACTS"]) return { ok: true, value: settings.artefacts };
  const made = await prepareArtefacts(world, {
    cache: join(settings.cacheRoot, "artefacts"),
    recipes: join(installationRoot(), "packages/lab/artefacts"),
    path: process.env["PATH"] ?? "",
    architecture: process.arch,
  });
  return made.ok ? { ok: true, value: made.value.path } : made;
}
