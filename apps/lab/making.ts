import { join } from "node:path";
import type { ImageReferences, Making } from "@quorate/lab";
import { COREDNS_IMAGE, KUBE_VIP_IMAGE } from "@quorate/nixos";
import { installationRoot } from "../machines/installation.ts";

/** What the manifests of clusters call the images that a lab brings. */
export const IMAGE_REFERENCES: ImageReferences = { coredns: COREDNS_IMAGE, kubeVip: KUBE_VIP_IMAGE };

/** What Kubernetes' programs and images are made with here: this installation's recipes, this machine's PATH. */
export function making(environment: NodeJS.ProcessEnv = process.env): Making {
  return {
    recipes: join(installationRoot(), "packages/lab/artefacts"),
    path: environment["PATH"] ?? "",
    architecture: process.arch,
    images: IMAGE_REFERENCES,
    pull: environment["QUORATE_LAB_IMAGES"] !== "stand-ins",
  };
}
