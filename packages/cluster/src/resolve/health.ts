import type { CephHealth, Health } from "../model/health.ts";
import type { ParsedHealth } from "../parse/health.ts";
import { resolveChecks } from "./rollout.ts";

/** What Ceph complains of while machines restart, and what ends by itself. */
const TOLERATED = ["MON_CLOCK_SKEW", "RECENT_CRASH"] as const;

/** What has to be well, with its defaults; `undefined` where machines.ts asks for nothing. */
export function resolveHealth(health: ParsedHealth | undefined): Health | undefined {
  if (health === undefined) return undefined;
  return {
    namespaces: [...new Set(health.namespaces ?? [])].sort(),
    ceph: resolveCeph(health.ceph),
    checks: resolveChecks(health.checks),
    within: health.within ?? 600,
  };
}

function resolveCeph(ceph: ParsedHealth["ceph"]): CephHealth | undefined {
  if (ceph === false) return undefined;
  const { namespace = "rook-ceph", tolerate = TOLERATED } = typeof ceph === "object" ? ceph : {};
  return { namespace, required: ceph !== undefined, tolerate };
}
