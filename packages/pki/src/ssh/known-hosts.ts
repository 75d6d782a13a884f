import { ED25519 } from "./make-key.ts";

/** A host's names, and the blob of its key. */
export interface KnownHost {
  readonly names: readonly string[];
  readonly blob: Buffer;
}

/** The text of a known_hosts file: one line a host. */
export function knownHostsText(hosts: readonly KnownHost[]): string {
  return hosts
    .map(({ names, blob }) => `${names.join(",")} ${ED25519} ${blob.toString("base64")}\n`)
    .join("");
}
