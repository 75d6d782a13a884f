import { join } from "node:path";
import type { ImageReferences, KubernetesMinor, Making } from "@quorate/lab";
import { COREDNS_IMAGE, KUBE_VIP_IMAGE } from "@quorate/nixos";
import { installationRoot } from "../machines/installation.ts";

/** What the manifests of clusters call the images that a lab brings. */
export const IMAGE_REFERENCES: ImageReferences = { coredns: COREDNS_IMAGE, kubeVip: KUBE_VIP_IMAGE };

/** What Kubernetes' programs and images are made with here: this installation's recipes, this machine's PATH. */
export function making(kubernetes: KubernetesMinor | undefined): Making {
  const environment = process.env;
  return {
    recipes: join(installationRoot(), "packages/lab/artefacts"),
    path: environment["PATH"] ?? "",
    architecture: process.arch,
    images: IMAGE_REFERENCES,
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(environment["QUORATE_LAB_RELEASES"] ? { releases: environment["QUORATE_LAB_RELEASES"] } : {}),
    pull: environment["QUORATE_LAB_IMAGES"] !== "stand-ins",
  };
}
