import type { DistributionKind, Node, SecretFile } from "@quorate/cluster";
import type { SystemParts } from "./observe/host/systems.ts";
import type { StorePath } from "./store-path.ts";

/** A file that a host's secrets folder should hold, known by its digest alone: its content is never here. */
export interface DesiredSecret extends SecretFile {
  /** SHA-256 of the content, 64 hexadecimal digits. Never to be printed: a key's digest identifies it. */
  readonly digest: string;
  /** Digests of what it was before it was replaced on purpose. Default: it was not. */
  readonly before?: readonly string[];
}

/** What is known of a node that is deployed to before anything is built. */
export interface Target {
  readonly node: Node;
  /** What runs on it. */
  readonly distribution: DistributionKind;
  /** The node's entry in `nix/generated/fingerprints.json`. */
  readonly fingerprint: string;
  /** Sorted by file name. */
  readonly secrets: readonly DesiredSecret[];
}

/** What was built for a node. */
export interface BuiltSystem {
  /** The NixOS system. */
  readonly closure: StorePath;
  /** The script that partitions and formats the disk; needed only for an installation. */
  readonly diskoScript: StorePath | undefined;
  /** What it is made of, as far as that takes a boot; where nobody asked, it is not there. */
  readonly parts?: SystemParts;
  /** What of it others have to get along with; left out where the evaluation did not tell. */
  readonly versions?: BuiltVersions;
}

/** Versions as nixpkgs has them: `1.36.3`. Of k3s that of Kubernetes is k3s' own, `1.36.2+k3s1`, and says which etcd is in it. */
export interface BuiltVersions {
  readonly etcd?: string | undefined;
  readonly kubernetes?: string | undefined;
}

/** What a node should be. */
export type DesiredNode = Target & BuiltSystem;

/** Names of the files that are missing, differ, or should not be there, sorted. `present`: digests by name. */
export function differingFiles(
  wanted: readonly DesiredSecret[],
  present: { readonly [file: string]: string | undefined },
): readonly string[] {
  const digests = new Map(wanted.map((secret) => [secret.file, secret.digest]));
  const names = new Set([...digests.keys(), ...Object.keys(present)]);
  return [...names].filter((file) => digests.get(file) !== present[file]).sort();
}
