import { createHash } from "node:crypto";

/**
 * SHA-256 over everything that a node's closure depends on, in hexadecimal. Each part is hashed with its
 * length before it, so that no two lists of parts look alike.
 */
export function fingerprint(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest("hex");
}
