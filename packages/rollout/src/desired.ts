import type { Node, SecretFile } from "@quorate/cluster";
import type { StorePath } from "./store-path.ts";

/** A file that a host's secrets folder should hold, known by its digest alone: its content is never here. */
export interface DesiredSecret extends SecretFile {
  /** SHA-256 of the content, 64 hexadecimal digits. Never to be printed: a key's digest identifies it. */
  readonly digest: string;
}

/** What a node should be. */
export interface DesiredNode {
  readonly node: Node;
  /** The built NixOS system. */
  readonly closure: StorePath;
  /** The built script that partitions and formats the disk; needed only for an installation. */
  readonly diskoScript: StorePath | undefined;
  /** The node's entry in `nix/generated/fingerprints.json`. */
  readonly fingerprint: string;
  /** Sorted by file name. */
  readonly secrets: readonly DesiredSecret[];
}
