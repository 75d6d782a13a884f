import type { X509Certificate } from "node:crypto";

/** SHA-256 of a certificate, in lower-case hexadecimal. */
export function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(":", "").toLowerCase();
}
