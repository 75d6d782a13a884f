import type { KubeletSpec } from "./kubelet.ts";

/** Minor versions of Kubernetes that nixpkgs has a k3s of, the oldest first: `k3s_1_35` is `"1.35"`. */
export const K3S_VERSIONS = ["1.33", "1.34", "1.35", "1.36"] as const;

/** One of {@link K3S_VERSIONS}. */
export type K3sVersion = (typeof K3S_VERSIONS)[number];

/** Parts that k3s brings along and that can be left out. */
export const K3S_ADD_ONS = ["coredns", "servicelb", "traefik", "local-storage", "metrics-server"] as const;

/** One of {@link K3S_ADD_ONS}. */
export type K3sAddOn = (typeof K3S_ADD_ONS)[number];

/** Where images of a registry are looked for. */
export interface K3sMirrorSpec {
  /** URLs to try, in this order, before the registry itself. */
  readonly endpoints: readonly [string, ...string[]];
  /** Repositories that are called otherwise there: a regular expression, and what takes its place. Default: none. */
  readonly rewrite?: { readonly [pattern: string]: string };
}

/** When k3s takes snapshots of etcd by itself, on each server. */
export interface K3sSnapshotsSpec {
  /** When, as cron has it and in the server's own time zone, or as in `"@every 6h"`. Default: `"0 *\/12 * * *"`. */
  readonly schedule?: string;
  /** How many of them stay on each server; with 0 none is taken. Default: 5. */
  readonly keep?: number;
}

/**
 * Who makes a cluster's authorities.
 * - `own`: genCerts does, with roots that stay with the operator.
 * - `adopted`: k3s did, in a cluster that ran before; it keeps them.
 */
export const K3S_AUTHORITY_MAKERS = ["own", "adopted"] as const;

/** One of {@link K3S_AUTHORITY_MAKERS}. */
export type K3sAuthorityMaker = (typeof K3S_AUTHORITY_MAKERS)[number];

/** What {@link k3s} takes: everything has a default. */
export interface K3sSpec {
  /** Which minor version of nixpkgs' k3s runs. Default: `"1.35"`. */
  readonly version?: K3sVersion;
  /**
   * Who has made the authorities: genCerts (`own`), or k3s itself, in a cluster that `importInventory --from-cluster`
   * took over (`adopted`). Default: `own`.
   */
  readonly authorities?: K3sAuthorityMaker;
  /** Parts of k3s that are left out; each that runs is also removed from the cluster. Default: none. */
  readonly disable?: readonly K3sAddOn[];
  /** Where images are looked for, by the registry's host (`docker.io`), or `*` for all others. Default: nowhere else. */
  readonly mirrors?: { readonly [registry: string]: K3sMirrorSpec };
  /**
   * Registries that nodes log in to, by their hosts: `["registry.lan:5000"]`. With what, a file in the certificates'
   * folder says, `registries/<host>`, and nothing in machines.ts. Default: none.
   */
  readonly logins?: readonly string[];
  /** Whether the images of k3s' own parts come with the system, so that none has to be fetched. Default: false. */
  readonly airgap?: boolean;
  /** When each server takes snapshots of etcd by itself. Default: twice a day, five of them stay. */
  readonly snapshots?: K3sSnapshotsSpec;
  /** Fields of the kubelets' KubeletConfiguration, as in `{ maxPods: 200 }`. Default: none but k3s' own. */
  readonly kubelet?: KubeletSpec;
}

/** What {@link k3s} returns. */
export interface K3s extends K3sSpec {
  /** Which of the distributions this is. */
  readonly kind: "k3s";
}

/** k3s from nixpkgs: nodes with `["kubernetes", "etcd"]` are servers, `["worker"]` are agents. */
export function k3s(spec: K3sSpec = {}): K3s {
  return { ...spec, kind: "k3s" };
}
