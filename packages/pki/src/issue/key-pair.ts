import { createECDH, createHash } from "node:crypto";
import { pem } from "../der/pem.ts";
import { bits, integer, octets, oid, sequence, tagged } from "../der/write.ts";

/** A P-256 key pair. */
export interface KeyPair {
  /**
   * SEC1 (`BEGIN EC PRIVATE KEY`), as kubeadm writes it: Go programs and OpenSSL read it as well as
   * PKCS#8, and k3s reads it alone.
   */
  readonly privateKeyPem: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  readonly keyId: Buffer;
}

const CURVE = oid("1.2.840.10045.3.1.7");
const ALGORITHM = sequence(oid("1.2.840.10045.2.1"), CURVE);
const VERSION_1 = integer(Buffer.from([1]));
const NAMED_CURVE = tagged(0xa0, CURVE);

/** Makes a key pair. OpenSSL's own encoders take five times as long as its key generation: the armour is ours. */
export function makeKeyPair(): KeyPair {
  const ecdh = createECDH("prime256v1");
  const point = bits(ecdh.generateKeys());
  return {
    privateKeyPem: pem(
      "EC PRIVATE KEY",
      sequence(VERSION_1, octets(scalar(ecdh.getPrivateKey())), NAMED_CURVE, tagged(0xa1, point)),
    ),
    publicKey: sequence(ALGORITHM, point),
    keyId: keyIdOf(point.subarray(3)),
  };
}

/** The identifier of a public key: the first 20 bytes of its SHA-256 (RFC 7093 section 2, method 1). */
export function keyIdOf(publicPoint: Uint8Array): Buffer {
  return createHash("sha256").update(publicPoint).digest().subarray(0, 20);
}

// Node leaves out leading zero bytes; SEC1 wants all 32 (RFC 5915 section 3).
function scalar(bytes: Buffer): Buffer {
  return bytes.length === 32 ? bytes : Buffer.concat([Buffer.alloc(32 - bytes.length), bytes]);
}
