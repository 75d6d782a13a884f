import { leafExtensions } from "../der/extension.ts";
import { distinguishedName } from "../der/name.ts";
import type { Authority } from "../issue/authority.ts";
import { isOwnKeyOf } from "../issue/key-pair.ts";
import type { LeafPlan } from "../plan/leaf.ts";
import { isDue, type Validity } from "../plan/lifetime.ts";
import { leafDifference } from "./leaf-difference.ts";
import { readCertificate } from "./read-certificate.ts";
import { readPrivateKey } from "./read-key.ts";

/** How a leaf on disk compares with its plan. */
export type LeafState =
  | { readonly kind: "valid"; readonly validity: Validity }
  /** Valid, but so old that genCerts makes a new one. */
  | { readonly kind: "due"; readonly validity: Validity; readonly reason: string }
  | { readonly kind: "missing" }
  /** Unreadable, without its other half, or signed by someone else. */
  | { readonly kind: "broken"; readonly reason: string }
  /** In order, but it says something else than the cluster now needs. */
  | { readonly kind: "stale"; readonly reason: string }
  | { readonly kind: "expired"; readonly reason: string };

/** Who must have signed: what of an authority is needed for checking. */
export type Verifier = Pick<Authority, "name" | "publicKey">;

/** Compares a leaf's two files with its plan. */
export function leafState(
  leaf: LeafPlan,
  certificatePem: Buffer | undefined,
  privateKeyPem: Buffer | undefined,
  verifier: Verifier,
  now: Date,
): LeafState {
  if (certificatePem === undefined && privateKeyPem === undefined) return { kind: "missing" };
  if (certificatePem === undefined) return broken("the key had no certificate");
  if (privateKeyPem === undefined) return broken("the certificate had no key");
  const read = readCertificate(certificatePem);
  if (read === undefined) return broken("the certificate could not be read");
  // Our own files need no parser, which costs more than all other checks together.
  if (!isOwnKeyOf(read.publicKey, privateKeyPem)) {
    const key = readPrivateKey(privateKeyPem);
    if (key === undefined) return broken("the key could not be read");
    if (!read.certificate.checkPrivateKey(key)) return broken("key and certificate did not belong together");
  }
  if (!read.issuer.equals(verifier.name) || !read.certificate.verify(verifier.publicKey)) {
    return broken(`it was not signed by ${leaf.authority}`);
  }
  const { validity } = read;
  if (validity.notAfter <= now) return { kind: "expired", reason: `it expired on ${day(validity.notAfter)}` };
  if (validity.notBefore > now) {
    return { kind: "expired", reason: `it is not valid before ${day(validity.notBefore)}` };
  }
  const subject = distinguishedName(leaf.commonName, leaf.organization);
  if (!read.subject.equals(subject) || !read.extensions.equals(Buffer.concat(leafExtensions(leaf)))) {
    return { kind: "stale", reason: leafDifference(leaf, read) };
  }
  if (isDue(validity, now)) {
    return { kind: "due", validity, reason: `two thirds of its lifetime were over` };
  }
  return { kind: "valid", validity };
}

/** A date as text, in UTC: `2027-11-20`. */
export function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function broken(reason: string): LeafState {
  return { kind: "broken", reason };
}
