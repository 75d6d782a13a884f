import { X509Certificate } from "node:crypto";
import { EXTENSION } from "../der/extension.ts";
import { elementOf, elementsOf } from "../der/read.ts";
import { oid } from "../der/write.ts";
import type { Validity } from "../plan/lifetime.ts";

/** A certificate that was read, in the pieces that a plan is compared with. */
export interface ReadCertificate {
  readonly certificate: X509Certificate;
  /** Distinguished names, DER. */
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly validity: Validity;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  /** Extensions but the key identifiers, DER, one after the other. */
  readonly extensions: Buffer;
  /** The same, as identifier and value. */
  readonly extensionValues: readonly { readonly id: Buffer; readonly value: Buffer }[];
  readonly subjectKeyId: Buffer | undefined;
}

const SUBJECT_KEY_ID = oid(EXTENSION.subjectKeyIdentifier);
const AUTHORITY_KEY_ID = oid(EXTENSION.authorityKeyIdentifier);

/** Reads a certificate, PEM. OpenSSL decides whether it is one; `undefined` where it is not. */
export function readCertificate(pem: Buffer): ReadCertificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    const [toBeSigned] = elementsOf(elementOf(certificate.raw).content);
    // version, serial number, algorithm, issuer, validity, subject, public key, then optional ones
    const fields = elementsOf(toBeSigned?.content ?? Buffer.alloc(0));
    const issuer = fields[3]?.whole;
    const subject = fields[5]?.whole;
    const publicKey = fields[6]?.whole;
    if (issuer === undefined || subject === undefined || publicKey === undefined) return undefined;
    const wrapper = fields.find(({ tag }) => tag === 0xa3);
    const all = wrapper === undefined ? [] : elementsOf(elementOf(wrapper.content).content);
    const values = all.map(({ content, whole }) => {
      const parts = elementsOf(content);
      return { id: parts[0]?.whole ?? content, value: parts.at(-1)?.content ?? content, whole };
    });
    const kept = values.filter(({ id }) => !id.equals(SUBJECT_KEY_ID) && !id.equals(AUTHORITY_KEY_ID));
    const keyId = values.find(({ id }) => id.equals(SUBJECT_KEY_ID));
    return {
      certificate,
      issuer,
      subject,
      publicKey,
      validity: {
        notBefore: new Date(certificate.validFrom),
        notAfter: new Date(certificate.validTo),
      },
      extensions: Buffer.concat(kept.map(({ whole }) => whole)),
      extensionValues: kept,
      subjectKeyId: keyId === undefined ? undefined : elementOf(keyId.value).content,
    };
  } catch {
    // OpenSSL's errors and the RangeErrors of cut-short DER say the same: no certificate.
    return undefined;
  }
}

/** The certificates in a file, in its order; none where one of them can't be read. */
export function certificatesIn(pem: Buffer): readonly X509Certificate[] {
  const texts = pem.toString("latin1").match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g);
  try {
    return (texts ?? []).map((text) => new X509Certificate(text));
  } catch {
    return [];
  }
}
