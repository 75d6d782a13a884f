import { join } from "node:path";
import type { KubernetesMinor, Making } from "@quorate/lab";
import { installationRoot } from "../machines/installation.ts";

/** What Kubernetes' programs and images are made with here: this installation's recipes, this machine's PATH. */
export function making(kubernetes: KubernetesMinor | undefined): Making {
  const environment = process.env;
  return {
    recipes: join(installationRoot(), "packages/lab/artefacts"),
    path: environment["PATH"] ?? "",
    architecture: process.arch,
    ...(environment["QUORATE_K3S"] ? { k3s: environment["QUORATE_K3S"] } : {}),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(environment["QUORATE_LAB_RELEASES"] ? { releases: environment["QUORATE_LAB_RELEASES"] } : {}),
    pull: environment["QUORATE_LAB_IMAGES"] !== "stand-ins",
  };
}
