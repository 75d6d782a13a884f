import type { NixValue } from "@quorate/cluster";

/** An object of the Kubernetes API, as plain data. */
export type KubernetesObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [key: string]: NixValue };
  readonly [key: string]: NixValue;
};
