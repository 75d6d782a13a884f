import type { Distribution } from "../dsl/distribution.ts";
import type { K3sDistribution } from "./k3s.ts";

/** Upstream Kubernetes, each component a systemd service of its own. It leaves nothing to be chosen yet. */
export interface KubernetesDistribution {
  readonly kind: "kubernetes";
}

/** Which Kubernetes runs on the nodes, resolved: every default is filled in. */
export type ResolvedDistribution = KubernetesDistribution | K3sDistribution;

/** The kinds of distributions. */
export type DistributionKind = ResolvedDistribution["kind"];

/**
 * What a room has to say of every distribution: a table without a row for one of them does not compile, and a room
 * that must know which one runs asks its table. Nothing else switches on the kind.
 */
export type ByDistribution<T> = { readonly [K in Distribution["kind"]]: T };
