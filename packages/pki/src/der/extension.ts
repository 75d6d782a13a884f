import type { LeafProfile, Usage } from "../plan/leaf.ts";
import { addressBytes } from "./address.ts";
import { bits, integer, octets, oid, sequence, TRUE, tagged } from "./write.ts";

/** The identifiers of the extensions that our certificates have (RFC 5280 4.2.1). */
export const EXTENSION = {
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
} as const;

const PURPOSE: { readonly [usage in Usage]: Buffer } = {
  server: oid("1.3.6.1.5.5.7.3.1"),
  client: oid("1.3.6.1.5.5.7.3.2"),
};

const LEAF_CONSTRAINTS = extension(EXTENSION.basicConstraints, sequence(), "critical");
// digitalSignature alone: an elliptic-curve key does not encipher keys.
const LEAF_KEY_USAGE = extension(EXTENSION.keyUsage, bits(Buffer.from([0x80]), 7), "critical");

/** What an authority's certificate says about its use: signs leaves, no further authorities. */
export const AUTHORITY_EXTENSIONS: readonly Buffer[] = authorityExtensions(0);

/** What the certificate of an authority says that signs others, which sign leaves. */
export const ROOT_EXTENSIONS: readonly Buffer[] = authorityExtensions(1);

/** `below`: how many authorities there may be between it and a leaf. */
function authorityExtensions(below: number): readonly Buffer[] {
  return [
    extension(EXTENSION.basicConstraints, sequence(TRUE, integer(Buffer.from([below]))), "critical"),
    // digitalSignature, keyCertSign, cRLSign
    extension(EXTENSION.keyUsage, bits(Buffer.from([0x86]), 1), "critical"),
  ];
}

/** What a leaf says about its use and its names. Depends on the profile alone: equal bytes, equal meaning. */
export function leafExtensions(profile: LeafProfile): readonly Buffer[] {
  const purposes = profile.usages.map((usage) => PURPOSE[usage]);
  const names = [
    ...profile.dns.map((name) => tagged(0x82, Buffer.from(name, "latin1"))),
    ...profile.ips.map((ip) => tagged(0x87, addressBytes(ip))),
  ];
  return [
    LEAF_CONSTRAINTS,
    LEAF_KEY_USAGE,
    extension(EXTENSION.extendedKeyUsage, sequence(...purposes)),
    ...(names.length === 0 ? [] : [extension(EXTENSION.subjectAltName, sequence(...names))]),
  ];
}

/** Which key the certificate is for. */
export function subjectKeyIdentifier(keyId: Buffer): Buffer {
  return extension(EXTENSION.subjectKeyIdentifier, octets(keyId));
}

/** Which key signed it. */
export function authorityKeyIdentifier(keyId: Buffer): Buffer {
  return extension(EXTENSION.authorityKeyIdentifier, sequence(tagged(0x80, keyId)));
}

function extension(id: string, value: Buffer, critical?: "critical"): Buffer {
  return sequence(oid(id), ...(critical === undefined ? [] : [TRUE]), octets(value));
}
