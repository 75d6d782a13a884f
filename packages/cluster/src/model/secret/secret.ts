import { byKind, type KindTable } from "../by-kind.ts";
import { publicKeyPath } from "../certificate-folder.ts";
import { pairFiles } from "../pair-files.ts";
import type { SecretReader } from "./reader.ts";

/**
 * Folder on every host that holds its certificates and keys. In the certificates' folder the same files are in
 * `hosts/<node>/`, under the same names: what a host gets is that one folder.
 */
export const SECRETS_DIRECTORY = "/var/lib/quorate/secrets";

/** The user that a secret's reader runs as on NixOS. */
export type SecretOwner = "root" | "etcd" | "kubernetes";

/** `0600` for what must stay private, `0644` for certificates and public keys. */
export type SecretMode = "0600" | "0644";

/** A mode as the system calls want it. */
export function modeBits(mode: SecretMode): number {
  return Number.parseInt(mode, 8);
}

/** Where a node's secret comes from, which says what files it is. */
export type SecretOrigin =
  /** A certificate with its key, made for this node alone. */
  | { readonly kind: "leaf"; readonly name: string }
  /** The certificate of an authority, without its key. */
  | { readonly kind: "authority"; readonly name: string }
  /** The key of an authority, so that the host itself may sign. */
  | { readonly kind: "authority-key"; readonly name: string }
  /** A file that lies among the authorities and is the same on all nodes that get it. */
  | { readonly kind: "shared"; readonly file: string; readonly mode: SecretMode }
  /** The key pair that the node's sshd is known by. */
  | { readonly kind: "ssh-host-key" }
  /** Whom the node's sshd lets in: the operator, and `ssh.authorizedKeys`. */
  | { readonly kind: "authorized-keys" };

/** Something in a host's secrets folder: where it comes from, who may read it, and who does. */
export interface Secret<Origin extends SecretOrigin = SecretOrigin> {
  readonly origin: Origin;
  readonly owner: SecretOwner;
  /** It is on the nodes that one of these runs on, and on no other: what nobody reads is nowhere. */
  readonly readBy: readonly [SecretReader, ...SecretReader[]];
}

/** A file in a host's secrets folder. */
export interface SecretFile {
  /** File name, without a folder. */
  readonly file: string;
  readonly owner: SecretOwner;
  readonly mode: SecretMode;
}

/** The pair that a node's sshd is known by; its public half lies beside it. */
export const SSH_HOST_KEY = "ssh_host_ed25519_key";

/** The file that says whom a node's sshd lets in. */
export const AUTHORIZED_KEYS = "authorized_keys";

type NamedMode = readonly [file: string, mode: SecretMode];

const FILES: KindTable<SecretOrigin, [], readonly NamedMode[]> = {
  leaf: ({ name }) => {
    const { certificate, key } = pairFiles(name);
    return [
      [certificate, "0644"],
      [key, "0600"],
    ];
  },
  authority: ({ name }) => [[pairFiles(name).certificate, "0644"]],
  "authority-key": ({ name }) => [[pairFiles(name).key, "0600"]],
  shared: ({ file, mode }) => [[file, mode]],
  "ssh-host-key": () => [
    [SSH_HOST_KEY, "0600"],
    [publicKeyPath(SSH_HOST_KEY), "0644"],
  ],
  "authorized-keys": () => [[AUTHORIZED_KEYS, "0644"]],
};

/** The files of a secret, as a host has them. */
export function filesOfSecret({ origin, owner }: Secret): readonly SecretFile[] {
  return byKind(FILES, origin).map(([file, mode]) => ({ file, owner, mode }));
}
