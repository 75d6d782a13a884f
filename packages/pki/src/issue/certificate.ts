import { type KeyObject, randomBytes, sign } from "node:crypto";
import { authorityKeyIdentifier, subjectKeyIdentifier } from "../der/extension.ts";
import { pem } from "../der/pem.ts";
import { bits, integer, oid, sequence, tagged, time } from "../der/write.ts";
import type { Validity } from "../plan/lifetime.ts";

/** Who signs. */
export interface Signer {
  /** Its distinguished name, DER. */
  readonly name: Buffer;
  readonly keyId: Buffer;
  /** A P-256 private key. */
  readonly key: KeyObject;
}

/** What is to be signed. */
export interface CertificateRequest {
  /** Its distinguished name, DER. */
  readonly subject: Buffer;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  readonly keyId: Buffer;
  readonly validity: Validity;
  /** Beside the key identifiers, which are added here. */
  readonly extensions: readonly Buffer[];
}

const VERSION_3 = tagged(0xa0, integer(Buffer.from([2])));
const ECDSA_WITH_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));

/** Issues an X.509 certificate (RFC 5280), PEM. */
export function issueCertificate(request: CertificateRequest, signer: Signer): string {
  const toBeSigned = sequence(
    VERSION_3,
    integer(serialNumber()),
    ECDSA_WITH_SHA256,
    signer.name,
    sequence(time(request.validity.notBefore), time(request.validity.notAfter)),
    request.subject,
    request.publicKey,
    tagged(
      0xa3,
      sequence(
        ...request.extensions,
        subjectKeyIdentifier(request.keyId),
        authorityKeyIdentifier(signer.keyId),
      ),
    ),
  );
  const signature = sign("sha256", toBeSigned, signer.key);
  return pem("CERTIFICATE", sequence(toBeSigned, ECDSA_WITH_SHA256, bits(signature)));
}

// 126 random bits; the first byte is between 0x40 and 0x7f, so that it is positive and minimal.
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes;
}
