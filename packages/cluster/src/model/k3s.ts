import type { K3sAddOn, K3sAuthorityMaker, K3sVersion } from "../dsl/k3s.ts";
import type { NixValue } from "../nix-value.ts";

/** k3s, resolved: a server is one service, an agent another. */
export interface K3sDistribution {
  readonly kind: "k3s";
  readonly version: K3sVersion;
  readonly authorities: K3sAuthorityMaker;
  /** Sorted, without duplicates. */
  readonly disable: readonly K3sAddOn[];
  /** By the registry's host, sorted by it. */
  readonly mirrors: { readonly [registry: string]: K3sMirror };
  /** Hosts of registries that nodes log in to, sorted, without duplicates. */
  readonly logins: readonly string[];
  readonly airgap: boolean;
  /** When each server takes snapshots of etcd, and how many stay there; with 0 none is taken. */
  readonly snapshots: { readonly schedule: string; readonly keep: number };
  /** Fields of a KubeletConfiguration. */
  readonly kubelet: { readonly [field: string]: NixValue };
}

/** Where images of a registry are looked for first. */
export interface K3sMirror {
  readonly endpoints: readonly string[];
  readonly rewrite: { readonly [pattern: string]: string };
}

/** k3s' own values, where machines.ts names none. */
export const K3S_DEFAULTS = { version: "1.35", schedule: "0 */12 * * *", keep: 5 } as const;
