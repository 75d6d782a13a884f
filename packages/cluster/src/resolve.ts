import type { Cluster } from "./model/cluster.ts";
import type { Finding } from "./model/finding.ts";

/** What came of a definition: a cluster (with warnings at most), or errors (with all other findings). */
export type Resolution =
  | { readonly ok: true; readonly cluster: Cluster; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Checks a definition and resolves it to the model. */
export function resolveCluster(_definition: unknown): Resolution {
  return { ok: false, findings: [] };
}
