import { K3S_DEFAULTS, type K3sDistribution } from "../model/k3s.ts";
import type { ParsedK3s } from "../parse/k3s.ts";

/** k3s with its defaults filled in. */
export function resolveK3s({
  version = K3S_DEFAULTS.version,
  authorities = "own",
  disable = [],
  mirrors = {},
  logins = [],
  airgap = false,
  snapshots = {},
  kubelet = {},
}: ParsedK3s): K3sDistribution {
  return {
    kind: "k3s",
    version,
    authorities,
    disable: [...new Set(disable)].sort(),
    mirrors: Object.fromEntries(
      Object.entries(mirrors)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([registry, { endpoints, rewrite = {} }]) => [registry, { endpoints, rewrite }]),
    ),
    logins: [...new Set(logins)].sort(),
    airgap,
    snapshots: {
      schedule: snapshots.schedule ?? K3S_DEFAULTS.schedule,
      keep: snapshots.keep ?? K3S_DEFAULTS.keep,
    },
    // checkK3s has seen that it holds plain data.
    kubelet: kubelet as K3sDistribution["kubelet"],
  };
}
