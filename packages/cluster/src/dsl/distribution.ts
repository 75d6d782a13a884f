import type { K3s } from "./k3s.ts";

/** Upstream Kubernetes, each component a systemd service of its own. */
export interface Kubernetes {
  /** Which of the distributions this is. */
  readonly kind: "kubernetes";
}

/** Which Kubernetes runs on the nodes. A union, so that another distribution is a further `kind`. */
export type Distribution = Kubernetes | K3s;

/** Upstream Kubernetes from nixpkgs, which is the default. */
export function kubernetes(): Kubernetes {
  return { kind: "kubernetes" };
}
